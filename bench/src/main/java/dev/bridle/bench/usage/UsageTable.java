package dev.bridle.bench.usage;

import java.util.List;
import java.util.Locale;

/** The timings as people read them. */
final class UsageTable {
  private UsageTable() {}

  static String of(List<Timings> found) {
    var text =
        new StringBuilder(
            "%-11s %-52s %9s %9s %9s  %s%n"
                .formatted("engine", "panel", "cold ms", "p50 ms", "p99 ms", "< 300 ms"));
    for (Timings one : found) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-11s %-52s %9.1f %9.1f %9.1f  %s%n",
              one.engine(),
              one.panel(),
              one.cold(),
              one.p50(),
              one.p99(),
              one.isQuick() ? "yes" : "NO"));
    }
    long slow = found.stream().filter(one -> !one.isQuick()).count();
    return text.append(
            "%d of %d panels are quick enough%n".formatted(found.size() - slow, found.size()))
        .toString();
  }
}
