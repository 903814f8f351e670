package dev.bridle.ledger;

import dev.bridle.meter.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a call when it has ended. */
public record Ending(
    Outcome outcome,
    @Nullable Integer status,
    @Nullable String providerRequestId,
    @Nullable Instant firstByteAt,
    Reading reading) {
  /** Nothing was received. */
  public static Ending without(Outcome outcome, @Nullable Integer status) {
    return new Ending(outcome, status, null, null, Reading.NONE);
  }
}
