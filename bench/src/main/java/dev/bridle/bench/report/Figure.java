package dev.bridle.bench.report;

import java.util.List;
import java.util.Locale;

/** What was measured of one target: the median over the rounds, and how far they lie apart. */
public record Figure(double median, double min, double max, List<Double> values) {
  static Figure of(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Figure(median, sorted.getFirst(), sorted.getLast(), List.copyOf(values));
  }

  String text(int decimals) {
    String text = number(median, decimals);
    return values.size() == 1
        ? text
        : text + " (" + number(min, decimals) + "-" + number(max, decimals) + ")";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
