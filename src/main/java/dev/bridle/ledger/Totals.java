package dev.bridle.ledger;

import dev.bridle.price.Money;

/** Sums over calls. */
public record Totals(
    long calls,
    long inputTokens,
    long outputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    Money cost) {}
