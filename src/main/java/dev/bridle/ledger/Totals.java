package dev.bridle.ledger;

import dev.bridle.price.Money;
import java.util.OptionalDouble;

/**
 * Sums over calls.
 *
 * @param cost what is known
 * @param costAtMost the same with the upper bound of every call whose cost is not exactly known
 */
public record Totals(
    long calls,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    Money cost,
    Money costAtMost) {
  /** Which part of all that was put in came from a cache; empty when nothing was put in. */
  public OptionalDouble cacheHitRatio() {
    long in = inputTokens + cacheReadTokens + cacheWriteTokens;
    return in == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) cacheReadTokens / in);
  }
}
