package dev.bridle.web.usage;

import dev.bridle.ledger.RefusedUsage;
import java.util.List;

/** Calls that were not made, by reason. */
public record RefusedPanel(List<Line> lines) implements Panel {
  /** One reason, as jobs see it, and its part of all refusals. */
  public record Line(String code, long times, long percent) {
    public String words() {
      String words = code.replace('_', ' ');
      return words.isEmpty()
          ? "unknown"
          : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
    }
  }

  static RefusedPanel of(RefusedUsage found) {
    return new RefusedPanel(
        found.lines().stream()
            .map(line ->
                new Line(
                    line.code(),
                    line.total(),
                    Math.round(100.0 * line.total() / Math.max(1, found.total()))))
            .toList());
  }
}
