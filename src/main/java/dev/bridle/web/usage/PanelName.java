package dev.bridle.web.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts of the page, each of which is loaded by itself. */
public enum PanelName {
  FIGURES("Figures"),
  SERIES("Over time"),
  BREAKDOWN("Breakdown"),
  BUDGETS("Budgets"),
  REFUSED("Refused calls"),
  CALLS("Single calls");

  private final String title;

  PanelName(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PanelName> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /** Those that a page shows. */
  static List<PanelName> of(Asked asked) {
    if (asked.build().isPresent()) {
      return List.of(FIGURES, BREAKDOWN, REFUSED, CALLS);
    }
    return asked.isOverview() ? List.of(FIGURES, BUDGETS) : List.of(values());
  }
}
