package dev.bridle.ledger;

import dev.bridle.meter.Reading;
import dev.bridle.meter.Usage;
import dev.bridle.price.Cost;
import dev.bridle.price.Money;
import java.util.Optional;

/**
 * What a call used and cost, and how well that is known.
 *
 * @param atMost the upper bound while the truth is not known; empty when nobody knows one
 * @param windowTokens what it counts in windows of input tokens
 * @param sent whether it left for the provider at all
 * @param promptIsKnown whether the provider has said how large the prompt was
 */
public record Settlement(
    Certainty certainty,
    Usage usage,
    Money cost,
    Optional<Money> atMost,
    long windowTokens,
    boolean sent,
    boolean promptIsKnown) {
  /** About this many characters of text make a token; used only where no count was received. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** A refusal alone is shown as not more output than this. */
  private static final int TOKENS_OF_A_REFUSAL = 16;

  static Settlement of(OpenCall call, Held held, Ending ending) {
    return switch (ending.outcome()) {
      // A request that never arrived and one that was refused cost nothing.
      case NOT_SENT -> nothing(false);
      case UPSTREAM_ERROR -> nothing(true);
      default -> ofReading(call, held, ending.reading());
    };
  }

  /** What counts against hard budgets: while the truth is not known, the most that it can be. */
  public Money booked() {
    return atMost.orElse(cost);
  }

  private static Settlement nothing(boolean sent) {
    return new Settlement(
        Certainty.EXACT, Usage.NONE, Money.ZERO, Optional.of(Money.ZERO), 0, sent, false);
  }

  private static Settlement ofReading(OpenCall call, Held held, Reading reading) {
    if (reading.complete()) {
      return exact(call, held, reading);
    }
    if (reading.started()) {
      return estimated(call, held, reading);
    }
    if (call.streamed() && hasBegun(reading)) {
      return guessed(call, held, reading);
    }
    return new Settlement(
        Certainty.FLOOR,
        Usage.NONE,
        Money.ZERO,
        bound(call, held),
        held.windowTokens(),
        true,
        false);
  }

  private static Settlement exact(OpenCall call, Held held, Reading reading) {
    Optional<Money> cost = cost(call, reading, reading.usage());
    if ("refusal".equals(reading.stopReason()) && reading.outputCharacters() == 0) {
      return refused(call, held, reading, cost);
    }
    return known(
        cost.isPresent() ? Certainty.EXACT : Certainty.FLOOR,
        reading.usage(),
        cost.orElse(Money.ZERO),
        // Answered by a model that nobody knows the price of: then it may be all that was held.
        cost.or(() -> bound(call, held)));
  }

  /**
   * A model that refuses before it said anything is not billed, although its usage is shown. When
   * that holds more than the refusal itself, it may have thought unseen before, which is billed.
   */
  private static Settlement refused(
      OpenCall call, Held held, Reading reading, Optional<Money> cost) {
    boolean bare = reading.usage().output() <= TOKENS_OF_A_REFUSAL;
    return known(
        bare ? Certainty.EXACT : Certainty.ESTIMATED,
        reading.usage(),
        Money.ZERO,
        bare ? Optional.of(Money.ZERO) : cost.or(() -> bound(call, held)));
  }

  /** The prompt is known from the answer's start; the output only from what went by. */
  private static Settlement estimated(OpenCall call, Held held, Reading reading) {
    long seen = reading.outputCharacters() / CHARACTERS_PER_TOKEN;
    Usage usage = reading.usage().withOutput(Math.max(reading.usage().output(), seen));
    Money cost = cost(call, reading, usage).orElse(Money.ZERO);
    return known(
        Certainty.ESTIMATED, usage, cost, bound(call, held).map(most -> larger(most, cost)));
  }

  private static boolean hasBegun(Reading reading) {
    return reading.messageId() != null || reading.outputCharacters() > 0;
  }

  /**
   * A stream of a provider that tells the usage at its end, and did not come to that: else whoever
   * leaves before the end would use it for nothing. The prompt is what it was expected to be.
   */
  private static Settlement guessed(OpenCall call, Held held, Reading reading) {
    long seen = reading.outputCharacters() / CHARACTERS_PER_TOKEN;
    Usage usage = Usage.of(held.windowTokens(), seen);
    Money cost = cost(call, reading, usage).orElse(Money.ZERO);
    Optional<Money> most = bound(call, held);
    return new Settlement(
        Certainty.ESTIMATED,
        usage,
        most.map(bound -> smaller(bound, cost)).orElse(cost),
        most,
        held.windowTokens(),
        true,
        false);
  }

  private static Settlement known(
      Certainty certainty, Usage usage, Money cost, Optional<Money> atMost) {
    long counted = usage.input() + usage.cacheWrite5m() + usage.cacheWrite1h();
    return new Settlement(certainty, usage, cost, atMost, counted, true, true);
  }

  private static Optional<Money> bound(OpenCall call, Held held) {
    return call.free() ? Optional.of(Money.ZERO) : held.atMost();
  }

  private static Money smaller(Money one, Money other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Money larger(Money one, Money other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Optional<Money> cost(OpenCall call, Reading reading, Usage usage) {
    if (call.free()) {
      return Optional.of(Money.ZERO);
    }
    String model = reading.modelAnswered() == null ? call.modelSent() : reading.modelAnswered();
    return Cost.of(call.prices(), call.openedAt(), UsageBill.of(model, usage));
  }
}
