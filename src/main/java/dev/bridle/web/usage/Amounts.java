package dev.bridle.web.usage;

import dev.bridle.ledger.Measure;
import dev.bridle.ledger.Totals;
import dev.bridle.price.Money;
import dev.bridle.web.Words;
import java.math.BigDecimal;
import java.util.Locale;

/** What of usage is measured, and how it is written. */
record Amounts(Measure measure) {
  private static final int CENTS = 2;
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

  /** For the side of a chart, where there is little room: all with as many places as a step has. */
  String beside(long amount, long step) {
    return measure == Measure.COST ? dollars(amount, step) : compact(amount);
  }

  private static String dollars(long nanos, long step) {
    int places = new BigDecimal(new Money(step).toString()).stripTrailingZeros().scale();
    var amount = new BigDecimal(new Money(nanos).toString());
    return "$" + String.format(Locale.ENGLISH, "%,." + Math.max(CENTS, places) + "f", amount);
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
