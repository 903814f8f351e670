package dev.bridle.allowance;

import dev.bridle.price.Money;

/**
 * What re-pricing has found.
 *
 * @param priceVersion the prices that the calls were held against
 * @param calls how many there were
 * @param corrected how many of them cost something else now, or would
 * @param skipped how many of them can't be priced
 * @param difference by how much all of them together are dearer
 */
public record Repriced(
    String priceVersion, long calls, long corrected, long skipped, Money difference) {
  static Repriced nothing(String priceVersion) {
    return new Repriced(priceVersion, 0, 0, 0, Money.ZERO);
  }
}
