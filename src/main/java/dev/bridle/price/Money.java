package dev.bridle.price;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** An exact amount of US dollars, in nano-dollars: what the ledger stores and sums. */
public record Money(long nanos) implements Comparable<Money> {
  public static final Money ZERO = new Money(0);

  private static final int DECIMALS = 9;
  private static final BigInteger PICOS_PER_NANO = BigInteger.valueOf(1_000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * The amount that a decimal such as "1000" or "0.01542" names; finer than a nano-dollar fails.
   */
  public static Money ofUsd(String decimal) {
    BigDecimal nanos = new BigDecimal(decimal).movePointRight(DECIMALS);
    return new Money(nanos.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
  }

  /**
   * The one rounding there is: up, so that no price is lost. Beyond all money, the most we know.
   */
  static Money ofPicosRoundedUp(BigInteger picos) {
    BigInteger[] parts = picos.divideAndRemainder(PICOS_PER_NANO);
    BigInteger nanos = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    return new Money(nanos.min(MOST).longValueExact());
  }

  /** So much of something that costs so many pico-dollars each, rounded up. */
  public static Money ofPicos(long picos, long count) {
    return ofPicosRoundedUp(BigInteger.valueOf(picos).multiply(BigInteger.valueOf(count)));
  }

  /** How many of something that costs so many pico-dollars each this money buys. */
  public long perPicos(long picos) {
    return BigInteger.valueOf(nanos)
        .multiply(PICOS_PER_NANO)
        .divide(BigInteger.valueOf(picos))
        .min(MOST)
        .longValueExact();
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(nanos, other.nanos));
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(nanos, other.nanos));
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, other.nanos);
  }

  /** The exact decimal without a currency sign: "0.01542", "12", "0". */
  @Override
  public String toString() {
    return BigDecimal.valueOf(nanos, DECIMALS).stripTrailingZeros().toPlainString();
  }
}
