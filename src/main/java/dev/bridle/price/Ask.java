package dev.bridle.price;

import org.jspecify.annotations.Nullable;

/** How much a request can use at most. */
public record Ask(
    long promptBound,
    long maxOutput,
    CacheWrites cacheWrites,
    long webSearches,
    @Nullable String speed,
    @Nullable String geo) {

  public Ask {
    if (promptBound < 0 || maxOutput < 0 || webSearches < 0) {
      throw new IllegalArgumentException("a bound is negative");
    }
  }

  public static Ask of(long promptBound, long maxOutput, CacheWrites cacheWrites) {
    return new Ask(promptBound, maxOutput, cacheWrites, 0, null, null);
  }
}
