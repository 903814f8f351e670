package dev.bridle.web.usage;

import dev.bridle.ledger.Grain;
import dev.bridle.ledger.RefusedSeries;
import dev.bridle.ledger.Series;
import dev.bridle.ledger.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Amounts period by period.
 *
 * @param told lines that the table tells, those of all others last
 * @param drawn lines that are stacked in the chart
 */
record SeriesLines(
    Grain grain, List<Instant> starts, List<Long> total, List<Line> told, List<Line> drawn) {
  /** One line; the last colour is that of all others. */
  record Line(SeriesPanel.Name name, List<Long> values) {}

  private static final List<Map.Entry<String, ToLongFunction<Totals>>> KINDS =
      List.of(
          Map.entry("Input", Totals::inputTokens),
          Map.entry("Output", Totals::outputTokens),
          Map.entry("Read from cache", Totals::cacheReadTokens),
          Map.entry("Written to cache", Totals::cacheWriteTokens));

  static SeriesLines of(Series series, Measured measured, UnaryOperator<String> named) {
    var amounts = new Amounts(measured);
    var total = values(series.total(), amounts::of);
    var told = measured == Measured.TOKEN_KINDS ? kinds(series) : groups(series, amounts, named);
    var all = List.of(new Line(new SeriesPanel.Name("All", 0), total));
    boolean isStacked = measured != Measured.CACHE_HITS && !told.isEmpty();
    return new SeriesLines(series.grain(), series.starts(), total, told, isStacked ? told : all);
  }

  static SeriesLines of(RefusedSeries series, UnaryOperator<String> named) {
    var told = new ArrayList<Line>();
    for (var line : series.lines()) {
      told.add(new Line(name(named.apply(line.key()), told.size()), line.values()));
    }
    boolean hasOthers = series.others().stream().anyMatch(times -> times > 0);
    if (!told.isEmpty() && hasOthers) {
      told.add(new Line(others(), series.others()));
    }
    var all = List.of(new Line(name("All", 0), series.total()));
    return new SeriesLines(
        series.grain(), series.starts(), series.total(), told, told.isEmpty() ? all : told);
  }

  private static List<Line> kinds(Series series) {
    var lines = new ArrayList<Line>();
    for (var kind : KINDS) {
      lines.add(
          new Line(name(kind.getKey(), lines.size()), values(series.total(), kind.getValue())));
    }
    return lines;
  }

  private static List<Line> groups(Series series, Amounts amounts, UnaryOperator<String> named) {
    var lines = new ArrayList<Line>();
    for (Series.Line line : series.lines()) {
      lines.add(
          new Line(
              name(named.apply(line.key()), lines.size()), values(line.values(), amounts::of)));
    }
    if (!lines.isEmpty() && !series.others().stream().allMatch(Totals::isNothing)) {
      lines.add(new Line(others(), values(series.others(), amounts::of)));
    }
    return lines;
  }

  private static SeriesPanel.Name name(String text, int color) {
    return new SeriesPanel.Name(text, color);
  }

  private static SeriesPanel.Name others() {
    return name("All others", SeriesPanel.LINES);
  }

  private static List<Long> values(List<Totals> totals, ToLongFunction<Totals> amount) {
    return totals.stream().map(one -> amount.applyAsLong(one)).toList();
  }
}
