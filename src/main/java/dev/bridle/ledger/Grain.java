package dev.bridle.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/** How long the periods are that calls are summed up by, in UTC. */
public enum Grain {
  HOUR {
    @Override
    public long start(long atMs) {
      return atMs - Math.floorMod(atMs, 3_600_000L);
    }
  },
  DAY {
    @Override
    public long start(long atMs) {
      return atMs - Math.floorMod(atMs, DAY_MS);
    }
  },
  MONTH {
    @Override
    public long start(long atMs) {
      return Instant.ofEpochMilli(atMs)
          .atOffset(ZoneOffset.UTC)
          .toLocalDate()
          .withDayOfMonth(1)
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant()
          .toEpochMilli();
    }
  };

  static final long HOUR_MS = 3_600_000;
  static final long DAY_MS = 86_400_000;

  /** When the period began that this moment lies in. */
  public abstract long start(long atMs);

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
