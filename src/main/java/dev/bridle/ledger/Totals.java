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
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, Money.ZERO, Money.ZERO);

  /** Which part of all that was put in came from a cache; empty when nothing was put in. */
  public OptionalDouble cacheHitRatio() {
    long in = inputTokens + cacheReadTokens + cacheWriteTokens;
    return in == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) cacheReadTokens / in);
  }

  public boolean isNothing() {
    return calls == 0
        && inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens == 0
        && cost.nanos() == 0
        && costAtMost.nanos() == 0;
  }

  Totals plus(Totals other) {
    return new Totals(
        calls + other.calls,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cacheReadTokens + other.cacheReadTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        cost.plus(other.cost),
        costAtMost.plus(other.costAtMost));
  }

  Totals minus(Totals other) {
    return new Totals(
        calls - other.calls,
        inputTokens - other.inputTokens,
        outputTokens - other.outputTokens,
        cacheReadTokens - other.cacheReadTokens,
        cacheWriteTokens - other.cacheWriteTokens,
        cost.minus(other.cost),
        costAtMost.minus(other.costAtMost));
  }
}
