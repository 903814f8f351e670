package dev.bridle.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** Reads the lines of one model's prices; every column and factor must be exact. */
final class LineText {
  private static final Set<String> KEYS =
      Set.of(
          "from",
          "until",
          "speed",
          "tier",
          "overPromptTokens",
          "input",
          "cacheWrite5m",
          "cacheWrite1h",
          "cacheRead",
          "output");
  private static final int PICOS_PER_MILLIONTH = 6;

  private final BigDecimal surcharge;
  private final BigDecimal batch;

  private LineText(BigDecimal surcharge, BigDecimal batch) {
    this.surcharge = surcharge;
    this.batch = batch;
  }

  static List<Model.Line> read(Entry model, Factors factors, boolean usSurcharge) {
    var surcharge = usSurcharge ? factors.usSurcharge() : BigDecimal.ONE;
    var reader = new LineText(surcharge, factors.batch());
    return model.entries("prices").map(reader::line).toList();
  }

  private Model.Line line(Entry entry) {
    entry.onlyKnown(KEYS);
    var band =
        new Band(
            entry.whole("overPromptTokens", 0),
            regions(entry, BigDecimal.ONE),
            regions(entry, batch));
    return new Model.Line(offer(entry), entry.day("from"), entry.day("until"), band);
  }

  private static Offer offer(Entry entry) {
    String tier = entry.find("tier").orElse("standard");
    entry.check(Set.of("standard", "priority").contains(tier), "tier is unknown: " + tier);
    return Offer.of(Tier.of(tier), entry.find("speed").orElse(null));
  }

  private Regions regions(Entry entry, BigDecimal factor) {
    return new Regions(rates(entry, factor), rates(entry, factor.multiply(surcharge)));
  }

  private static Rates rates(Entry entry, BigDecimal factor) {
    return new Rates(
        column(entry, "input", factor),
        column(entry, "output", factor),
        column(entry, "cacheRead", factor),
        column(entry, "cacheWrite5m", factor),
        column(entry, "cacheWrite1h", factor));
  }

  private static long column(Entry entry, String name, BigDecimal factor) {
    return entry.exact(name, entry.decimal(name).multiply(factor), PICOS_PER_MILLIONTH);
  }
}
