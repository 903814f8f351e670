package dev.bridle.web.usage;

import dev.bridle.ledger.Grain;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Usage over time, as a chart and as a table.
 *
 * @param legend names of what is drawn, in the order in which they are stacked
 * @param names of the columns of the table; none where nothing is told apart
 * @param what is drawn, in words
 */
public record SeriesPanel(
    Measured measured,
    Chart chart,
    List<Name> legend,
    List<Name> names,
    List<Row> rows,
    String what,
    boolean isEmpty)
    implements Panel {
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

  static SeriesPanel of(SeriesLines lines, boolean isEmpty, Asked asked) {
    var amounts = new Amounts(asked.measured());
    List<Chart.Period> periods = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.starts().size(); i++) {
      Instant start = lines.starts().get(i);
      String full = full(lines.grain(), start);
      String address = address(lines.grain(), start, asked);
      String total = amounts.written(lines.total().get(i));
      List<Chart.Part> parts = new ArrayList<>();
      for (SeriesLines.Line line : lines.drawn()) {
        long amount = line.values().get(i);
        String title = full + ", " + line.name().text() + ": " + amounts.written(amount);
        parts.add(new Chart.Part(line.name().color(), amount, title));
      }
      periods.add(
          new Chart.Period(shortly(lines.grain(), start), full + ": " + total, address, parts));
      int at = i;
      rows.add(
          new Row(
              full,
              address,
              total,
              lines.told().stream().map(line -> amounts.written(line.values().get(at))).toList()));
    }
    return new SeriesPanel(
        asked.measured(),
        Chart.of(periods, amounts),
        lines.drawn().stream().map(SeriesLines.Line::name).toList(),
        lines.told().stream().map(SeriesLines.Line::name).toList(),
        rows,
        what(asked, lines.grain()),
        isEmpty);
  }

  /** What the drawing is, for those who don't see it. */
  public String about() {
    if (measured == Measured.CACHE_HITS) {
      return "One bar for each period, of at most 100 percent: the ratio of all usage."
          + " The table below has the same numbers"
          + (names.isEmpty() ? "." : ", and those of groups.");
    }
    return (legend.size() > 1 ? "Stacked bars" : "Bars")
        + ", one for each period. The table below has the same numbers.";
  }

  private static String what(Asked asked, Grain grain) {
    String what = asked.measured().label() + " for each " + grain.word();
    if (asked.measured() == Measured.TOKEN_KINDS || asked.grouping().dimension().isEmpty()) {
      return what;
    }
    String by = " by " + asked.grouping().word();
    return asked.measured() == Measured.CACHE_HITS
        ? what
            + ". Ratios don't add up, so that the table tells them"
            + by
            + ", and the chart that of all"
        : what + by;
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
