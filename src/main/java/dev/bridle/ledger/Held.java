package dev.bridle.ledger;

import dev.bridle.price.Money;
import java.util.Optional;

/**
 * What an open call holds until it is settled.
 *
 * @param atMost the most that it can cost; empty when nobody knows
 * @param slice what it holds on soft allowances
 * @param windowTokens how many tokens it is expected to count in windows
 * @param admittedBy the numbers of the allowances that it was admitted by
 */
public record Held(Optional<Money> atMost, Money slice, long windowTokens, String admittedBy) {}
