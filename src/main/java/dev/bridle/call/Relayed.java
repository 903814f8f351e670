package dev.bridle.call;

import dev.bridle.http.Answer;
import dev.bridle.http.Relaying;
import dev.bridle.ledger.Outcome;
import dev.bridle.meter.Reading;
import org.jspecify.annotations.Nullable;

/** How a call has ended whose answer was relayed. */
final class Relayed {
  private Relayed() {}

  /**
   * @param drained whether it was read to its end without its client
   * @param stopped why it was ended from here, if it was
   */
  static Outcome outcome(
      Relaying.End end, Answer answer, Reading reading, boolean drained, @Nullable Stop stopped) {
    if (answer.status() >= 400) {
      return Outcome.UPSTREAM_ERROR;
    }
    if (drained) {
      return Outcome.CLIENT_GONE;
    }
    if (reading.complete()) {
      return Outcome.COMPLETED;
    }
    if (reading.errorType() != null) {
      return Outcome.STREAM_ERROR;
    }
    return switch (end) {
      case CLIENT_GONE -> Outcome.CLIENT_GONE;
      case STOPPED -> stopped == null ? Outcome.STOPPED : stopped.outcome();
      // An answer that ends without its usage was cut, however politely; perhaps by us.
      case COMPLETE, UPSTREAM_CUT, NOTHING_CAME ->
          stopped == null ? Outcome.UPSTREAM_CUT : stopped.outcome();
    };
  }
}
