package dev.bridle.web.usage;

import java.util.Locale;
import java.util.OptionalDouble;

/** How a figure compares with that of the days before, in words. */
final class Change {
  private static final double MANY = 1_000;
  private static final int PERCENT = 100;

  private Change() {}

  static String of(long now, long before) {
    if (before == 0) {
      return now == 0 ? "as before" : "none before";
    }
    double percent = PERCENT * ((double) now - before) / before;
    if (percent >= MANY) {
      return String.format(Locale.ENGLISH, "%,.0f times as much", (double) now / before);
    }
    return Math.abs(percent) < 0.05 ? "as before" : signed(percent) + " %";
  }

  /** Of parts of a whole: the difference is one of percentage points. */
  static String of(OptionalDouble now, OptionalDouble before) {
    if (now.isEmpty() || before.isEmpty()) {
      return now.isEmpty() ? "" : "none before";
    }
    double points = PERCENT * (now.getAsDouble() - before.getAsDouble());
    return Math.abs(points) < 0.05 ? "as before" : signed(points) + " points";
  }

  private static String signed(double number) {
    String digits = String.format(Locale.ENGLISH, "%,.1f", Math.abs(number));
    return (number < 0 ? "−" : "+") + digits;
  }
}
