package dev.bridle.web.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bars of stacked pieces, laid out for a drawing of a fixed size.
 *
 * @param ticks lines across, with what they stand for
 */
public record Chart(List<Bar> bars, List<Tick> ticks) {
  public static final int WIDTH = 760;
  public static final int HEIGHT = 250;
  public static final int LEFT = 72;
  public static final int BOTTOM = 220;
  private static final int TOP = 12;
  private static final int RIGHT = WIDTH - 8;
  private static final int WIDEST = 64;
  private static final int TICKS = 4;
  private static final int LABELS = 9;

  /**
   * One bar, from left to right.
   *
   * @param label below it; empty where there is no room
   * @param title what a reader is told of all of it
   * @param address where more is told of it; empty for nowhere
   */
  public record Bar(
      String x,
      String width,
      String middle,
      String label,
      String title,
      String address,
      List<Piece> pieces) {}

  /**
   * One piece of a bar.
   *
   * @param line which line it is of, as its colour says
   */
  public record Piece(int line, String y, String height, String title) {}

  /** One line across. */
  public record Tick(String y, String label) {}

  /** What a bar stands for. */
  record Period(String label, String title, String address, List<Part> parts) {
    long sum() {
      return parts.stream().mapToLong(Part::amount).sum();
    }
  }

  /** A part of a period; of less than nothing nothing is drawn. */
  record Part(int line, long amount, String title) {}

  static Chart of(List<Period> periods, Amounts amounts) {
    long most = amounts.top(periods.stream().mapToLong(Period::sum).max().orElse(0));
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= TICKS; i++) {
      long amount = (long) ((double) most * i / TICKS);
      ticks.add(new Tick(text(y(amount, most)), amounts.beside(amount, most / TICKS)));
    }
    double room = (double) (RIGHT - LEFT) / Math.max(1, periods.size());
    double width = Math.min(WIDEST, room * 0.8);
    int every = Math.max(1, (periods.size() + LABELS - 1) / LABELS);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < periods.size(); i++) {
      Period period = periods.get(i);
      double middle = LEFT + room * (i + 0.5);
      bars.add(
          new Bar(
              text(middle - width / 2),
              text(width),
              text(middle),
              i % every == 0 ? period.label : "",
              period.title,
              period.address,
              pieces(period, most)));
    }
    return new Chart(bars, ticks);
  }

  private static List<Piece> pieces(Period period, long most) {
    List<Piece> pieces = new ArrayList<>();
    long below = 0;
    for (Part part : period.parts) {
      if (part.amount > 0) {
        double top = y(below + part.amount, most);
        pieces.add(new Piece(part.line, text(top), text(y(below, most) - top), part.title));
        below += part.amount;
      }
    }
    return pieces;
  }

  private static double y(long amount, long most) {
    return BOTTOM - (double) (BOTTOM - TOP) * amount / Math.max(1, most);
  }

  /** The next amount that divides well: 4, 8, 20 or 40 of some power of ten. */
  static long round(long amount) {
    long power = 1;
    while (amount / power > 40) {
      power *= 10;
    }
    for (long step : new long[] {4, 8, 12, 20, 40}) {
      if (step * power >= amount) {
        return step * power;
      }
    }
    return amount;
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
