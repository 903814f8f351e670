package dev.bridle.bench.pages;

import java.util.List;
import java.util.Locale;

/** The times as people read them. */
final class PagesTable {
  private PagesTable() {}

  static String of(List<PageTime> found) {
    var text =
        new StringBuilder(
            "%-11s %-38s %9s %9s %9s %9s %9s %7s  %s%n"
                .formatted(
                    "engine",
                    "page",
                    "first ms",
                    "p50 ms",
                    "p99 ms",
                    "worst ms",
                    "CPU ms",
                    "kB",
                    "< 50 ms"));
    for (PageTime one : found) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-11s %-38s %9.1f %9.1f %9.1f %9.1f %9.1f %7d  %s%n",
              one.engine(),
              one.page(),
              one.first(),
              one.p50(),
              one.p99(),
              one.worst(),
              one.cpu(),
              one.kb(),
              one.isQuick() ? "yes" : "NO"));
    }
    long slow = found.stream().filter(one -> !one.isQuick()).count();
    return text.append(
            "%d of %d pages are quick enough%n".formatted(found.size() - slow, found.size()))
        .toString();
  }
}
