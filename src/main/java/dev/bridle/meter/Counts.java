package dev.bridle.meter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How single values of a usage object are read: what is not plausible counts as not said. */
final class Counts {
  /** A thousand full context windows; more in one answer is a mistake, not a count. */
  private static final long MOST = 1_000_000_000L;

  private static final int LONGEST_WORD = 128;

  private Counts() {}

  static boolean isCount(JsonNode value) {
    return value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= 0
        && value.longValue() <= MOST;
  }

  static long count(JsonNode value) {
    return isCount(value) ? value.longValue() : 0;
  }

  static @Nullable String word(JsonNode value) {
    return value.isString() && value.stringValue().length() <= LONGEST_WORD
        ? value.stringValue()
        : null;
  }
}
