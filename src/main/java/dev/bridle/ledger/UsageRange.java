package dev.bridle.ledger;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Whole UTC days, {@code to} not included. */
public record UsageRange(LocalDate from, LocalDate to) {
  public UsageRange {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("from must not be after to");
    }
  }

  public long days() {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** As many days, just before these. */
  public UsageRange previous() {
    return new UsageRange(from.minusDays(days()), from);
  }

  long fromMs() {
    return startMs(from);
  }

  long toMs() {
    return startMs(to);
  }

  static long startMs(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
