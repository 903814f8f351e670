package dev.bridle.call;

import dev.bridle.http.Answer;
import dev.bridle.http.SendFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * When the same may be asked once more: only where the provider says so. Whoever is to wait longer
 * than a moment is the client.
 */
final class Retries {
  private static final int MOST = 2;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration FIRST = Duration.ofMillis(500);

  /** With a {@code retry-after}, these say that it is worth waiting. */
  private static final Set<Integer> BUSY = Set.of(429, 503, 529);

  private static final Set<Integer> OF_THE_KEY = Set.of(401, 403);

  private Retries() {}

  /**
   * How long to wait before the same is asked again; empty when it must not be.
   *
   * @param before how often that was done already
   */
  static Optional<Duration> after(Answer answer, int before, Instant now) {
    int status = answer.status();
    String told = answer.headers().first("x-should-retry").orElse("");
    if (before >= MOST
        || status < 400
        || OF_THE_KEY.contains(status)
        || told.equalsIgnoreCase("false")) {
      return Optional.empty();
    }
    var asked = RetryAfter.of(answer.headers(), now);
    boolean yes = told.equalsIgnoreCase("true") || BUSY.contains(status) && asked.isPresent();
    return Optional.of(asked.orElse(pause(before)))
        .filter(pause -> yes && pause.compareTo(LONGEST) <= 0);
  }

  /** Only one of these is the provider's word. */
  static Optional<Duration> after(SendFailure failure, int before) {
    boolean yes = failure.kind() == SendFailure.Kind.TURNED_AWAY && before < MOST;
    return yes ? Optional.of(pause(before)) : Optional.empty();
  }

  private static Duration pause(int before) {
    return FIRST.multipliedBy(1L << before);
  }
}
