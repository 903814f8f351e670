package dev.bridle.web.usage;

import dev.bridle.ledger.Dimension;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What usage is told apart by on the page. */
public enum Grouping {
  PIPELINE("Pipeline"),
  MODEL("Model"),
  BUILD("Build"),
  BRANCH("Branch"),
  CREATOR("Creator");

  private final String label;

  Grouping(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for builds, which have no sums of their own over time. */
  Optional<Dimension> dimension() {
    return Dimension.find(word());
  }

  /** What someone wants to see next who looks into one of the groups. */
  Grouping within() {
    return this == MODEL ? PIPELINE : BUILD;
  }

  static Optional<Grouping> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
