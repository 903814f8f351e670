package dev.bridle.bench.usage;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How long one panel took on one engine, in milliseconds.
 *
 * @param cold the first time after the database was opened
 * @param cpu what the asking thread computed, in the middle; in SQLite that is the query itself
 */
record Timings(
    String engine, String panel, double cold, double p50, double p99, double worst, double cpu) {
  static final double ALLOWED_MS = 300;

  /** One asking: how long it took, and what the thread computed. */
  record Once(double wall, double cpu) {}

  static Timings of(String engine, String panel, Once cold, List<Once> warm) {
    var walls = sorted(warm, Once::wall);
    return new Timings(
        engine,
        panel,
        cold.wall(),
        at(walls, 0.5),
        at(walls, 0.99),
        walls.getLast(),
        at(sorted(warm, Once::cpu), 0.5));
  }

  private static List<Double> sorted(List<Once> warm, ToDoubleFunction<Once> value) {
    return warm.stream().mapToDouble(value).sorted().boxed().toList();
  }

  private static double at(List<Double> sorted, double part) {
    return sorted.get(Math.clamp((int) Math.ceil(part * sorted.size()) - 1, 0, sorted.size() - 1));
  }

  boolean isQuick() {
    return p99 < ALLOWED_MS;
  }
}
