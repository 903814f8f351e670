package dev.bridle.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;

/**
 * Ids that sort by the time they were made: milliseconds, then the fraction of the millisecond in
 * 4096 steps, then 62 random bits.
 */
public final class Uuid7 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Uuid7() {}

  public static String at(Instant now) {
    long fraction = (now.get(ChronoField.NANO_OF_SECOND) % 1_000_000) * 4096L / 1_000_000;
    long high = (now.toEpochMilli() << 16) | 0x7000L | fraction;
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** What every id begins at or after that is made from this moment on. */
  public static String from(Instant moment) {
    return new UUID(moment.toEpochMilli() << 16, 0).toString();
  }

  /** The id so many places after another one: nothing else sorts in between. */
  public static String after(String id, long places) {
    var from = UUID.fromString(id);
    return new UUID(from.getMostSignificantBits(), from.getLeastSignificantBits() + places)
        .toString();
  }
}
