package dev.bridle.ledger;

import dev.bridle.price.Money;

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
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, Money.ZERO, Money.ZERO);
}
