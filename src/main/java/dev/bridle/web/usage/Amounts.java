package dev.bridle.web.usage;

import dev.bridle.ledger.Measure;
import dev.bridle.ledger.Totals;
import dev.bridle.price.Money;
import dev.bridle.web.Words;
import java.util.Locale;

/** What of usage is measured, and how it is written. */
record Amounts(Measure measure) {
  private static final long THOUSAND = 1_000;
  private static final String[] SIZES = {"", "K", "M", "G", "T", "P", "E"};

  long of(Totals totals) {
    return switch (measure) {
      case COST -> totals.cost().nanos();
      case CALLS -> totals.calls();
      case TOKENS -> tokens(totals);
    };
  }

  static long tokens(Totals totals) {
    return totals.inputTokens()
        + totals.outputTokens()
        + totals.cacheReadTokens()
        + totals.cacheWriteTokens();
  }

  String written(long amount) {
    return switch (measure) {
      case COST -> Words.dollars(new Money(amount));
      case CALLS -> Words.number(amount) + (amount == 1 ? " call" : " calls");
      case TOKENS -> Words.number(amount) + (amount == 1 ? " token" : " tokens");
    };
  }

  /** For the side of a chart, where there is little room. */
  String shortly(long amount) {
    return measure == Measure.COST ? Words.dollars(new Money(amount)) : compact(amount);
  }

  private static String compact(long amount) {
    int size = 0;
    double left = amount;
    while (left >= THOUSAND) {
      left /= THOUSAND;
      size++;
    }
    String digits = String.format(Locale.ENGLISH, left % 1 == 0 ? "%.0f" : "%.1f", left);
    return digits + SIZES[size];
  }
}
