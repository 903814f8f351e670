package dev.bridle.ledger;

/**
 * What one row of {@code usage_whole_build} is about.
 *
 * @param model empty for all of the build's calls
 */
record WholeBuild(String organizationId, String buildId, String model) {
  static final String ALL_MODELS = "";

  /** The first and the last day on which it made calls. */
  record Days(long firstMs, long lastMs) {
    static Days of(CountedCall call) {
      long day = Grain.DAY.start(call.openedMs());
      return new Days(day, day);
    }

    Days and(Days other) {
      return new Days(Math.min(firstMs, other.firstMs), Math.max(lastMs, other.lastMs));
    }
  }

  /** All of its calls, on whichever day. */
  record Sum(Days days, Sums sums) {
    Sum plus(Sum other) {
      return new Sum(days.and(other.days), sums.plus(other.sums));
    }
  }
}
