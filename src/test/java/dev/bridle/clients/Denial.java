package dev.bridle.clients;

import dev.bridle.testing.CallDesk;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A way in which Bridle refuses a call.
 *
 * @param why the case of a refusal, of an objection, or the kind of a denial by policy
 * @param status in the Messages format
 * @param stops whether clients are told not to ask again
 * @param words what its sentence says
 * @param arrangement what brings it about
 * @param asking how the call is made that is refused
 * @param clients who can make such a call
 */
record Denial(
    String name,
    Object why,
    int status,
    boolean stops,
    String words,
    Arrangement arrangement,
    UnaryOperator<Asking> asking,
    Predicate<Client> clients) {

  /** Makes calls of an organization ones that are refused. */
  @FunctionalInterface
  interface Arrangement {
    Arrangement NONE = (_, _) -> {};

    void make(CallDesk desk, Scene scene) throws Exception;
  }

  /** After which nobody is to ask again. */
  static Denial stop(String name, Object why, int status, String words, Arrangement arrangement) {
    return new Denial(name, why, status, true, words, arrangement, asking -> asking, _ -> true);
  }

  /** After which asking again may help. */
  static Denial passing(
      String name, Object why, int status, String words, Arrangement arrangement) {
    return new Denial(name, why, status, false, words, arrangement, asking -> asking, _ -> true);
  }

  /** The same, for a call that is made differently. */
  Denial asked(UnaryOperator<Asking> other) {
    return new Denial(name, why, status, stops, words, arrangement, other, clients);
  }

  /** The same, of which only some clients can make the call. */
  Denial by(Predicate<Client> some) {
    return new Denial(name, why, status, stops, words, arrangement, asking, some);
  }

  static List<Denial> all() {
    return Stream.of(
            CallerDenials.all(),
            RequestDenials.all(),
            PolicyDenials.all(),
            AllowanceDenials.all(),
            ConnectionDenials.all())
        .flatMap(List::stream)
        .toList();
  }

  /** In OpenAI's words no money is no quota, and comes with 429 only. */
  int status(Format format) {
    return status == 402 && format != Format.MESSAGES ? 429 : status;
  }

  String slug() {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  @Override
  public String toString() {
    return name;
  }
}
