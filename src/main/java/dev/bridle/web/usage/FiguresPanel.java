package dev.bridle.web.usage;

import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsageSummary;
import dev.bridle.price.Money;
import dev.bridle.web.Words;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * The figures at the top, each compared with that of as many days before.
 *
 * @param days how many they are of; none where nothing is compared
 */
public record FiguresPanel(List<Figure> figures, long days) implements Panel {
  /**
   * One of them.
   *
   * @param exact more than is read at a glance; empty for none
   * @param note what else must be known of it; empty for nothing
   */
  public record Figure(String label, String value, String exact, String change, String note) {}

  static FiguresPanel of(UsageSummary now, UsageSummary before) {
    return new FiguresPanel(
        List.of(
            spend(now.totals(), before.totals()),
            count("Calls", now, before, Totals::calls),
            count("Input tokens", now, before, Totals::inputTokens),
            count("Output tokens", now, before, Totals::outputTokens),
            count("Read from cache", now, before, Totals::cacheReadTokens),
            count("Written to cache", now, before, Totals::cacheWriteTokens),
            ratio(now.totals().cacheHitRatio(), before.totals().cacheHitRatio()),
            new Figure(
                "Refused calls",
                Words.number(now.refused()),
                "",
                Change.of(now.refused(), before.refused()),
                "")),
        now.range().days());
  }

  /** Those of one build, which nothing was before. */
  static FiguresPanel of(UsageSummary alone) {
    return new FiguresPanel(
        of(alone, alone).figures.stream()
            .map(one -> new Figure(one.label, one.value, one.exact, "", one.note))
            .toList(),
        0);
  }

  private static Figure spend(Totals now, Totals before) {
    Money most = now.costAtMost();
    return new Figure(
        "Spend",
        Words.dollars(now.cost()),
        "$" + now.cost(),
        Change.of(now.cost().nanos(), before.cost().nanos()),
        most.compareTo(now.cost()) > 0 ? "at most " + Words.dollars(most) : "");
  }

  private static Figure count(
      String label, UsageSummary now, UsageSummary before, ToLongFunction<Totals> what) {
    long count = what.applyAsLong(now.totals());
    return new Figure(
        label, Words.number(count), "", Change.of(count, what.applyAsLong(before.totals())), "");
  }

  private static Figure ratio(OptionalDouble now, OptionalDouble before) {
    return new Figure(
        "Cache-hit ratio",
        Amounts.percent(now),
        "",
        Change.of(now, before),
        now.isEmpty() ? "nothing was put in" : "");
  }
}
