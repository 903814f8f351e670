package dev.bridle.price;

import java.math.BigInteger;
import java.util.List;
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
    Optional<List<Rates>> asked = price.reachable(ask.speed(), ask.geo(), ask.promptBound());
    Optional<List<Rates>> plain = price.reachable(null, ask.geo(), ask.promptBound());
    if (asked.isEmpty() || plain.isEmpty()) {
      return Optional.empty();
    }
    long input = 0;
    long output = 0;
    // A call that asked for another speed may still be answered at the standard one.
    for (List<Rates> reachable : List.of(asked.get(), plain.get())) {
      for (Rates rates : reachable) {
        input = Math.max(input, rates.dearestInput(ask.cacheWrites()));
        output = Math.max(output, rates.output());
      }
    }
    BigInteger picos =
        times(ask.promptBound(), input).add(times(ask.webSearches(), price.webSearch()));
    return Optional.of(new WorstCase(Money.ofPicosRoundedUp(picos), output));
  }

  private static BigInteger times(long count, long picos) {
    return BigInteger.valueOf(count).multiply(BigInteger.valueOf(picos));
  }
}
