package dev.bridle.web.provider;

import dev.bridle.price.Model;
import dev.bridle.price.Offer;
import dev.bridle.price.PriceBook;
import dev.bridle.price.Rates;
import dev.bridle.price.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model with what a million of its tokens cost.
 *
 * @param first whether it is the model's first line; the others are for longer prompts
 */
public record ModelLine(
    String name, String id, long contextWindow, boolean first, long overPromptTokens, Rates rates) {
  private static final int PICOS_PER_MILLIONTH = 6;

  /** What a provider offers now, as the book lists it: the newest first. */
  static List<ModelLine> of(PriceBook book, String provider, Instant now) {
    return book.models().stream()
        .filter(model -> model.provider().equals(provider))
        .filter(model -> !model.isRetired(now) && !model.isPattern())
        .flatMap(model -> lines(model, now))
        .toList();
  }

  private static Stream<ModelLine> lines(Model model, Instant now) {
    return model.linesAt(now).stream()
        .filter(line -> line.offer().equals(new Offer(Tier.STANDARD, Offer.STANDARD_SPEED)))
        .map(line ->
            new ModelLine(
                model.name(),
                model.id(),
                model.contextWindow(),
                line.band().overPromptTokens() == 0,
                line.band().overPromptTokens(),
                line.band().live().anywhere()));
  }

  /** Dollars for a million tokens, exact. */
  public static String dollars(long picos) {
    var dollars = BigDecimal.valueOf(picos, PICOS_PER_MILLIONTH).stripTrailingZeros();
    return "$" + dollars.setScale(Math.max(2, dollars.scale())).toPlainString();
  }
}
