package dev.bridle.ledger;

import dev.bridle.price.Money;

/** What calls add up to: the columns that every table of sums has, in one order. */
record Sums(
    long calls,
    long input,
    long output,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long webSearches,
    long costNano,
    long costAtMostNano) {
  static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0);

  Sums plus(Sums other) {
    return new Sums(
        calls + other.calls,
        input + other.input,
        output + other.output,
        cacheRead + other.cacheRead,
        cacheWrite5m + other.cacheWrite5m,
        cacheWrite1h + other.cacheWrite1h,
        webSearches + other.webSearches,
        Math.addExact(costNano, other.costNano),
        Math.addExact(costAtMostNano, other.costAtMostNano));
  }

  Sums minus(Sums other) {
    return new Sums(
        calls - other.calls,
        input - other.input,
        output - other.output,
        cacheRead - other.cacheRead,
        cacheWrite5m - other.cacheWrite5m,
        cacheWrite1h - other.cacheWrite1h,
        webSearches - other.webSearches,
        Math.subtractExact(costNano, other.costNano),
        Math.subtractExact(costAtMostNano, other.costAtMostNano));
  }

  long tokens() {
    return input + output + cacheRead + cacheWrite5m + cacheWrite1h;
  }

  Totals totals() {
    return new Totals(
        calls,
        input,
        output,
        cacheRead,
        cacheWrite5m + cacheWrite1h,
        new Money(costNano),
        new Money(costAtMostNano));
  }
}
