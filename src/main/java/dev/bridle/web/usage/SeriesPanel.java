package dev.bridle.web.usage;

import dev.bridle.ledger.Grain;
import dev.bridle.ledger.Series;
import dev.bridle.ledger.Totals;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Usage over time, as a chart and as a table.
 *
 * @param names of the lines, in the order in which they are stacked
 * @param what is drawn, in words
 */
public record SeriesPanel(
    Chart chart, List<Name> names, List<Row> rows, String what, boolean isEmpty) implements Panel {
  /** How many lines have a colour of their own. */
  static final int LINES = 7;

  /**
   * A period in the table.
   *
   * @param address where more is told of it; empty for nowhere
   */
  public record Row(String period, String address, String total, List<String> values) {}

  /** How a line is called, and which colour it has; the last colour is that of all others. */
  public record Name(String text, int color) {}

  static SeriesPanel of(Series series, Asked asked, UnaryOperator<String> named) {
    var amounts = new Amounts(asked.order());
    List<Series.Line> lines = new ArrayList<>();
    List<Name> names = new ArrayList<>();
    for (Series.Line line : series.lines()) {
      names.add(new Name(named.apply(line.key()), lines.size()));
      lines.add(line);
    }
    if (lines.isEmpty()) {
      names.add(new Name("All", 0));
      lines.add(new Series.Line("", series.total()));
    } else if (!series.others().stream().allMatch(Totals::isNothing)) {
      names.add(new Name("All others", LINES));
      lines.add(new Series.Line("", series.others()));
    }
    List<Chart.Period> periods = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < series.starts().size(); i++) {
      Instant start = series.starts().get(i);
      String full = full(series.grain(), start);
      String address = address(series.grain(), start, asked);
      String total = amounts.written(amounts.of(series.total().get(i)));
      List<Chart.Part> parts = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (int line = 0; line < lines.size(); line++) {
        long amount = amounts.of(lines.get(line).values().get(i));
        String written = amounts.written(amount);
        parts.add(
            new Chart.Part(
                names.get(line).color(),
                amount,
                full + ", " + names.get(line).text() + ": " + written));
        values.add(written);
      }
      periods.add(
          new Chart.Period(shortly(series.grain(), start), full + ": " + total, address, parts));
      rows.add(new Row(full, address, total, values));
    }
    return new SeriesPanel(
        Chart.of(periods, amounts),
        names,
        rows,
        what(asked, series.grain()),
        series.total().stream().allMatch(Totals::isNothing));
  }

  private static String what(Asked asked, Grain grain) {
    String what =
        switch (asked.order()) {
          case COST -> "Spend";
          case CALLS -> "Calls";
          case TOKENS -> "Tokens";
        };
    String by = asked.grouping().dimension().isEmpty() ? "" : " by " + asked.grouping().word();
    return what + " for each " + grain.word() + by;
  }

  /** A period within the range is looked into; one that is all of it needs no link. */
  private static String address(Grain grain, Instant start, Asked asked) {
    if (grain == Grain.HOUR) {
      return "";
    }
    LocalDate first = start.atOffset(ZoneOffset.UTC).toLocalDate();
    LocalDate after = grain == Grain.DAY ? first.plusDays(1) : first.plusMonths(1);
    var range = asked.range();
    LocalDate from = first.isBefore(range.from()) ? range.from() : first;
    LocalDate to = after.isAfter(range.to()) ? range.to() : after;
    return from.equals(range.from()) && to.equals(range.to())
        ? ""
        : asked.with("from", from.toString(), "until", to.minusDays(1).toString(), "by", "build");
  }

  private static String full(Grain grain, Instant start) {
    return text(
        start,
        switch (grain) {
          case HOUR -> "d MMM uuuu, HH:mm 'UTC'";
          case DAY -> "d MMM uuuu";
          case MONTH -> "MMMM uuuu";
        });
  }

  private static String shortly(Grain grain, Instant start) {
    return text(
        start,
        switch (grain) {
          case HOUR -> "d MMM HH:mm";
          case DAY -> "d MMM";
          case MONTH -> "MMM uuuu";
        });
  }

  private static String text(Instant start, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .format(start.atOffset(ZoneOffset.UTC));
  }
}
