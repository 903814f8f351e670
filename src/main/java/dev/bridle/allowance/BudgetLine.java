package dev.bridle.allowance;

import dev.bridle.price.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an amount of money stands: what is spent and held of it, and where its window will end.
 *
 * @param target the slug of the pipeline that it is about; empty for the organization
 * @param forecast what will be spent at the window's end if it goes on as it did since the window
 *     began; empty in a window without end, and while it is too early to tell
 * @param spentAt when the amount is spent at that rate; empty when that is not in this window
 */
public record BudgetLine(
    Standing standing, String target, Optional<Money> forecast, Optional<Instant> spentAt) {
  /** A rate of less than this part of a window tells nothing. */
  private static final long TOO_EARLY_PART = 30;

  /** A hundred years: beyond every window that ends. */
  private static final long FAR_MS = 3_155_760_000_000L;

  static BudgetLine of(Standing standing, String target, Instant now) {
    var ends = standing.resetsAt();
    Instant began = Instant.ofEpochMilli(standing.windowMs());
    Duration elapsed = Duration.between(began, now);
    if (ends.isEmpty()
        || elapsed.multipliedBy(TOO_EARLY_PART).compareTo(Duration.between(began, ends.get()))
            < 0) {
      return new BudgetLine(standing, target, Optional.empty(), Optional.empty());
    }
    long whole = Duration.between(began, ends.get()).toMillis();
    long atEnd = part(standing.settled(), whole, elapsed.toMillis());
    long atLeast = standing.settled() + standing.held();
    return new BudgetLine(
        standing,
        target,
        Optional.of(new Money(Math.max(atLeast, atEnd))),
        spentAt(standing, elapsed.toMillis()).filter(at -> at.isBefore(ends.get())));
  }

  private static Optional<Instant> spentAt(Standing standing, long elapsedMs) {
    return standing.settled() <= 0
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochMilli(standing.windowMs())
                .plusMillis(
                    Math.min(
                        FAR_MS,
                        part(elapsedMs, standing.allowance().amount(), standing.settled()))));
  }

  /** So many times a fraction; as much as there can be where it is more. */
  private static long part(long value, long numerator, long denominator) {
    return BigInteger.valueOf(value)
        .multiply(BigInteger.valueOf(numerator))
        .divide(BigInteger.valueOf(denominator))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }
}
