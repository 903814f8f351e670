package dev.bridle.bench.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long one panel took on one engine, in milliseconds.
 *
 * @param cold the first time after the database was opened
 */
record Timings(String engine, String panel, double cold, double p50, double p99, double worst) {
  static final double ALLOWED_MS = 300;

  static Timings of(String engine, String panel, double cold, List<Double> warm) {
    var sorted = new ArrayList<>(warm);
    Collections.sort(sorted);
    return new Timings(engine, panel, cold, at(sorted, 0.5), at(sorted, 0.99), sorted.getLast());
  }

  private static double at(List<Double> sorted, double part) {
    return sorted.get(Math.clamp((int) Math.ceil(part * sorted.size()) - 1, 0, sorted.size() - 1));
  }

  boolean isQuick() {
    return p99 < ALLOWED_MS;
  }
}
