package dev.bridle.web.usage;

import dev.bridle.ledger.Measure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What of usage the page shows over time, and orders groups by. */
public enum Measured {
  COST("Spend", Measure.COST),
  CALLS("Calls", Measure.CALLS),
  TOKENS("Tokens", Measure.TOKENS),
  /** Input, output, read from and written to the cache, each by itself. */
  TOKEN_KINDS("Tokens by kind", Measure.TOKENS),
  /** Groups in the order of their tokens: of few a ratio says little. */
  CACHE_HITS("Cache-hit ratio", Measure.TOKENS),
  REFUSED_CALLS("Refused calls", Measure.CALLS);

  private final String label;
  private final Measure order;

  Measured(String label, Measure order) {
    this.label = label;
    this.order = order;
  }

  public String label() {
    return label;
  }

  /** What groups of usage are ordered by meanwhile. */
  Measure order() {
    return order;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Measured> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
