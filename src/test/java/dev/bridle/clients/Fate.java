package dev.bridle.clients;

import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.TlsProvider;
import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of a call on a connection with HTTP/2.
 *
 * @param fault what its client and the ledger make of it
 */
record Fate(Fault fault, TlsProvider.Behaviour behaviour) {
  private static final FakeProvider.Behaviour NONE = (_, _) -> {};
  private static final int INTERNAL_ERROR = 2;
  private static final int REFUSED_STREAM = 7;

  /** Whoever says that it has not read a request is asked twice more. */
  int attempts() {
    return fault.outcome().equals("not_sent") ? 3 : 1;
  }

  @Override
  public String toString() {
    return fault.name();
  }

  /**
   * All of them.
   *
   * @param format of the stream
   */
  static List<Fate> all(Format format) {
    var events = format.events();
    String begun = events.get(0) + events.get(1);
    String rest = String.join("", events.subList(2, events.size()));
    return Stream.of(beforeAnswers(), inStreams(begun, rest)).flatMap(List::stream).toList();
  }

  /** A stream between two others, so that these are not too many in a row for a provider. */
  static Fate none(Format format) {
    String whole = String.join("", format.events());
    return stream(
        "none",
        200,
        "completed",
        asked -> {
          asked.start("");
          asked.end(whole);
        });
  }

  /** Each for a plain call and for a stream. */
  private static List<Fate> beforeAnswers() {
    return Stream.of(
            plain("unread", "with the request unread", "not_sent", asked -> asked.goAway(0)),
            plain(
                "refused",
                "refused the request unread",
                "not_sent",
                asked -> asked.request().response().reset(REFUSED_STREAM)),
            plain(
                "reset",
                "broke off before it answered",
                "upstream_cut",
                asked -> asked.request().response().reset(INTERNAL_ERROR)))
        .flatMap(fate -> Stream.of(fate, new Fate(fate.fault.ofStream(), fate.behaviour)))
        .toList();
  }

  private static List<Fate> inStreams(String begun, String rest) {
    return List.of(
        stream(
            "reset in the stream",
            0,
            "upstream_cut",
            asked ->
                asked
                    .start(begun)
                    .onSuccess(_ -> asked.request().response().reset(INTERNAL_ERROR))),
        stream(
            "closed in the stream",
            0,
            "upstream_cut",
            asked -> asked.start(begun).onSuccess(_ -> asked.connection().close())),
        stream(
            "goes away after it",
            200,
            "completed",
            asked -> {
              asked.start(begun);
              asked.goAway(-1);
              asked.end(rest);
            }));
  }

  private static Fate plain(
      String name, String words, String outcome, TlsProvider.Behaviour behaviour) {
    return new Fate(new Fault(name, "plain", NONE, 502, words, outcome), behaviour);
  }

  private static Fate stream(
      String name, int status, String outcome, TlsProvider.Behaviour behaviour) {
    String words = status == 200 ? Fault.TEXT : "";
    return new Fate(new Fault(name, "stream", NONE, status, words, outcome), behaviour);
  }
}
