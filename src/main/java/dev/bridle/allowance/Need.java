package dev.bridle.allowance;

import dev.bridle.price.Money;
import java.util.Optional;

/**
 * What a call may use before anything of its answer is known.
 *
 * @param free whether its provider takes no money, as the sandbox
 * @param input the most that its input can cost, with the fees of what it may search; empty when
 *     its model has no price
 * @param outputPicos what one token of output costs at most, in pico-dollars
 * @param maxTokens how many tokens of output it may ask for
 * @param unbounded the feature because of which no bound can be given; empty for most calls
 * @param mayShrink whether the input is known exactly once the answer begins
 * @param streamed whether its use can be watched while it goes on
 * @param textBytes its size if all of it were text: windows of tokens are estimated by it
 */
public record Need(
    boolean free,
    Optional<Money> input,
    long outputPicos,
    long maxTokens,
    Optional<Unbounded> unbounded,
    boolean mayShrink,
    boolean streamed,
    long textBytes) {
  /** So many tokens of output a soft allowance holds for at a time. */
  private static final long SLICE_TOKENS = 4_096;

  /** The most that the whole call can cost; empty when there is no price or no bound. */
  public Optional<Money> worst() {
    if (free) {
      return Optional.of(Money.ZERO);
    }
    return unbounded.isPresent() ? Optional.empty() : input.map(in -> in.plus(output(maxTokens)));
  }

  /** What is held on a soft allowance to begin with: a call that can't be watched holds it all. */
  public Money slice() {
    if (free) {
      return Money.ZERO;
    }
    long tokens = streamed ? Math.min(SLICE_TOKENS, maxTokens) : maxTokens;
    return input.orElse(Money.ZERO).plus(output(tokens));
  }

  /** What so much output costs at most. */
  public Money output(long tokens) {
    return Money.ofPicos(outputPicos, tokens);
  }

  /** How many tokens of output would fit into so much money; empty when not even the input does. */
  Optional<Long> fitting(Money left) {
    if (input.isEmpty() || outputPicos <= 0 || left.compareTo(input.get()) < 0) {
      return Optional.empty();
    }
    return Optional.of(left.minus(input.get()).perPicos(outputPicos));
  }
}
