package dev.bridle.price;

/** What one token of each kind costs, in pico-dollars (a dollar per million tokens is 10^6). */
public record Rates(long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h) {
  static final Rates FREE = new Rates(0, 0, 0, 0, 0);

  /** The dearest that one token of the prompt can become in a call that may write caches so. */
  long dearestInput(CacheWrites writes) {
    long unwritten = Math.max(input, cacheRead);
    return switch (writes) {
      case NONE -> unwritten;
      case FIVE_MINUTES -> Math.max(unwritten, cacheWrite5m);
      case ONE_HOUR -> Math.max(Math.max(unwritten, cacheWrite5m), cacheWrite1h);
    };
  }
}
