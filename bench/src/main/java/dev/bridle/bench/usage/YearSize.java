package dev.bridle.bench.usage;

import java.time.LocalDate;

/**
 * How much a generated year holds.
 *
 * @param lastDay the newest day with calls
 */
record YearSize(long calls, long builds, int pipelines, LocalDate lastDay) {
  static final int DAYS = 365;

  /** What a call takes with its share in builds, sums and indexes, measured and rounded up. */
  private static final long SQLITE_BYTES = 1_400;

  private static final long POSTGRESQL_BYTES = 1_900;

  LocalDate firstDay() {
    return lastDay.minusDays(DAYS - 1);
  }

  long bytes(String engine) {
    return (calls + 20_000) * (engine.equals("sqlite") ? SQLITE_BYTES : POSTGRESQL_BYTES);
  }

  YearSize sample() {
    return new YearSize(
        Math.min(calls, 10_000), Math.min(builds, 1_000), Math.min(pipelines, 50), lastDay);
  }
}
