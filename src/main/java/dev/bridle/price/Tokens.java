package dev.bridle.price;

/** Counts that are to be paid; the four kinds of prompt tokens do not overlap. */
public record Tokens(
    long input,
    long output,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long webSearches) {
  public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0);

  public Tokens {
    if ((input | output | cacheRead | cacheWrite5m | cacheWrite1h | webSearches) < 0) {
      throw new IllegalArgumentException("a count of tokens is negative");
    }
  }

  /** The whole prompt, which decides the price band. */
  public long prompt() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h;
  }
}
