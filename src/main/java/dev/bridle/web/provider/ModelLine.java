package dev.bridle.web.provider;

import dev.bridle.price.Model;
import dev.bridle.price.Offer;
import dev.bridle.price.PriceBook;
import dev.bridle.price.Rates;
import dev.bridle.price.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model with what a million of its tokens cost.
 *
 * @param contextWindow 0 when it is not known
 * @param first whether it is the model's first line; the others are for longer prompts
 * @param offered whether the provider offers it by the connection's key; null when it was not asked
 * @param rates null when there is no price
 */
public record ModelLine(
    String name,
    String id,
    long contextWindow,
    boolean first,
    long overPromptTokens,
    @Nullable Boolean offered,
    @Nullable Rates rates) {
  private static final int PICOS_PER_MILLIONTH = 6;
  private static final Offer ORDINARY = new Offer(Tier.STANDARD, Offer.STANDARD_SPEED);

  /** What the price book says that a provider offers: the newest first. */
  static List<ModelLine> of(PriceBook book, String provider, Instant now) {
    var lines = new ArrayList<ModelLine>();
    sold(book, provider, now)
        .forEach(model -> add(lines, model.id(), model.name(), model, null, now));
    return lines;
  }

  /**
   * What the provider itself says, and then what only the book knows.
   *
   * @param offered names by ids
   */
  static List<ModelLine> of(
      PriceBook book, String provider, Instant now, Map<String, String> offered) {
    var lines = new ArrayList<ModelLine>();
    var seen = new LinkedHashSet<String>();
    offered.forEach((id, said) -> {
      var known = book.modelOf(id).orElse(null);
      String name = !said.isBlank() ? said : known == null ? id : known.name();
      seen.add(known == null ? id : known.id());
      add(lines, id, name, known, true, now);
    });
    sold(book, provider, now).stream()
        .filter(model -> !seen.contains(model.id()))
        .forEach(model -> add(lines, model.id(), model.name(), model, false, now));
    return lines;
  }

  private static List<Model> sold(PriceBook book, String provider, Instant now) {
    return book.models().stream()
        .filter(model -> model.provider().equals(provider))
        .filter(model -> !model.isRetired(now) && !model.isPattern())
        .toList();
  }

  private static void add(
      List<ModelLine> lines,
      String id,
      String name,
      @Nullable Model model,
      @Nullable Boolean offered,
      Instant now) {
    long window = model == null ? 0 : model.contextWindow();
    var priced =
        model == null
            ? List.<Model.Line>of()
            : model.linesAt(now).stream().filter(line -> line.offer().equals(ORDINARY)).toList();
    if (priced.isEmpty()) {
      lines.add(new ModelLine(name, id, window, true, 0, offered, null));
    }
    for (Model.Line line : priced) {
      long over = line.band().overPromptTokens();
      lines.add(
          new ModelLine(name, id, window, over == 0, over, offered, line.band().live().anywhere()));
    }
  }

  /** Dollars for a million tokens, exact. */
  public static String dollars(long picos) {
    var dollars = BigDecimal.valueOf(picos, PICOS_PER_MILLIONTH).stripTrailingZeros();
    return "$" + dollars.setScale(Math.max(2, dollars.scale())).toPlainString();
  }
}
