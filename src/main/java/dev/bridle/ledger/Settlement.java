package dev.bridle.ledger;

import dev.bridle.meter.Reading;
import dev.bridle.meter.Usage;
import dev.bridle.price.Cost;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import java.util.Optional;

/**
 * What a call used and cost, and how well that is known.
 *
 * @param atMost the upper bound while the truth is not known; empty when there is no price
 */
record Settlement(Certainty certainty, Usage usage, Money cost, Optional<Money> atMost) {
  /** About this many characters of text make a token; used only where no count was received. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  static Settlement of(PriceBook book, OpenCall call, Ending ending) {
    return switch (ending.outcome()) {
      // A request that never arrived and one that was refused cost nothing.
      case NOT_SENT, UPSTREAM_ERROR ->
          new Settlement(Certainty.EXACT, Usage.NONE, Money.ZERO, Optional.of(Money.ZERO));
      default -> ofReading(book, call, ending.reading());
    };
  }

  private static Settlement ofReading(PriceBook book, OpenCall call, Reading reading) {
    if (reading.complete()) {
      return exact(book, call, reading);
    }
    if (reading.started()) {
      return estimated(book, call, reading);
    }
    return new Settlement(Certainty.FLOOR, Usage.NONE, Money.ZERO, bound(call));
  }

  private static Settlement exact(PriceBook book, OpenCall call, Reading reading) {
    // A model that refuses before it said anything is not billed, although its usage is shown.
    boolean unbilled = "refusal".equals(reading.stopReason()) && reading.outputCharacters() == 0;
    Optional<Money> cost =
        unbilled ? Optional.of(Money.ZERO) : cost(book, call, reading, reading.usage());
    return new Settlement(
        cost.isPresent() ? Certainty.EXACT : Certainty.FLOOR,
        reading.usage(),
        cost.orElse(Money.ZERO),
        cost);
  }

  /** The prompt is known from the answer's start; the output only from what went by. */
  private static Settlement estimated(PriceBook book, OpenCall call, Reading reading) {
    long seen = reading.outputCharacters() / CHARACTERS_PER_TOKEN;
    Usage usage = reading.usage().withOutput(Math.max(reading.usage().output(), seen));
    Money cost = cost(book, call, reading, usage).orElse(Money.ZERO);
    return new Settlement(
        Certainty.ESTIMATED, usage, cost, bound(call).map(most -> larger(most, cost)));
  }

  private static Optional<Money> bound(OpenCall call) {
    return call.free() ? Optional.of(Money.ZERO) : call.atMost();
  }

  private static Money larger(Money one, Money other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Optional<Money> cost(PriceBook book, OpenCall call, Reading reading, Usage usage) {
    if (call.free()) {
      return Optional.of(Money.ZERO);
    }
    String model = reading.modelAnswered() == null ? call.modelSent() : reading.modelAnswered();
    return Cost.of(book, call.openedAt(), UsageBill.of(model, usage));
  }
}
