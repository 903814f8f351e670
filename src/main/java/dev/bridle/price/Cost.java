package dev.bridle.price;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one cost function: sums all parts of a call in pico-dollars and rounds once, up. Empty where
 * a part has no price, so that nobody books a guess as the truth.
 */
public final class Cost {
  private Cost() {}

  /** What an answer costs by the book's prices of that moment. */
  public static Optional<Money> of(PriceBook book, Instant at, Bill bill) {
    return book.priceOf(bill.model(), at)
        .flatMap(own -> bill.iterations().isEmpty() ? sums(own, bill) : parts(book, at, own, bill))
        .map(Money::ofPicosRoundedUp);
  }

  /** What one run of one model costs. */
  public static Optional<Money> of(Price price, Tokens tokens) {
    return picos(price, tokens, Terms.STANDARD).map(Money::ofPicosRoundedUp);
  }

  private static Optional<BigInteger> sums(Price own, Bill bill) {
    return picos(own, bill.tokens(), bill.terms());
  }

  private static Optional<BigInteger> parts(PriceBook book, Instant at, Price own, Bill bill) {
    // Searches are only counted in the sums.
    BigInteger total = times(bill.tokens().webSearches(), own.webSearch());
    for (int i = 0; i < bill.iterations().size(); i++) {
      if (declined(bill.iterations(), i)) {
        continue;
      }
      Optional<BigInteger> part = part(book, at, bill, bill.iterations().get(i));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      total = total.add(part.get());
    }
    return Optional.of(total);
  }

  /** An attempt that gave up before its first token, for another model to take over, is free. */
  private static boolean declined(List<Bill.Iteration> all, int index) {
    return all.get(index).isAttempt()
        && all.get(index).tokens().output() == 0
        && all.subList(index + 1, all.size()).stream().anyMatch(Bill.Iteration::isFallback);
  }

  private static Optional<BigInteger> part(
      PriceBook book, Instant at, Bill bill, Bill.Iteration iteration) {
    String model = iteration.model() == null ? bill.model() : iteration.model();
    return book.priceOf(model, at)
        .flatMap(price -> {
          // The answer's speed is the speed of its own model; an adviser may not have one.
          boolean keeps = model.equals(bill.model()) || price.sells(bill.terms().speed());
          Terms terms = keeps ? bill.terms() : bill.terms().withSpeed(null);
          return picos(price, iteration.tokens(), terms);
        });
  }

  private static Optional<BigInteger> picos(Price price, Tokens tokens, Terms terms) {
    return price
        .rates(terms, tokens.prompt())
        .map(rates -> picos(rates, tokens).add(times(tokens.webSearches(), price.webSearch())));
  }

  private static BigInteger picos(Rates rates, Tokens tokens) {
    return times(tokens.input(), rates.input())
        .add(times(tokens.output(), rates.output()))
        .add(times(tokens.cacheRead(), rates.cacheRead()))
        .add(times(tokens.cacheWrite5m(), rates.cacheWrite5m()))
        .add(times(tokens.cacheWrite1h(), rates.cacheWrite1h()));
  }

  private static BigInteger times(long count, long picos) {
    return BigInteger.valueOf(count).multiply(BigInteger.valueOf(picos));
  }
}
