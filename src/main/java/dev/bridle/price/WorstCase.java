package dev.bridle.price;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The most that a request can cost, before anything of its answer is known.
 *
 * @param input all of its input at the dearest rate that it can meet, and the fees of its searches
 * @param outputPicos one token of output at the dearest rate, in pico-dollars
 */
public record WorstCase(Money input, long outputPicos) {
  /** Empty when the model has no price for what is asked. */
  public static Optional<WorstCase> of(Price price, Ask ask) {
    if (!price.sells(ask.speed())) {
      return Optional.empty();
    }
    long input = 0;
    long output = 0;
    for (Rates rates : price.reachable(ask.speed(), ask.geo(), ask.promptBound())) {
      input = Math.max(input, rates.dearestInput(ask.cacheWrites()));
      output = Math.max(output, rates.output());
    }
    BigInteger picos =
        times(ask.promptBound(), input).add(times(ask.webSearches(), price.webSearch()));
    return Optional.of(new WorstCase(Money.ofPicosRoundedUp(picos), output));
  }

  /** The whole call, when it may write so much output. */
  public Money total(long maxOutput) {
    return input.plus(Money.ofPicos(outputPicos, maxOutput));
  }

  private static BigInteger times(long count, long picos) {
    return BigInteger.valueOf(count).multiply(BigInteger.valueOf(picos));
  }
}
