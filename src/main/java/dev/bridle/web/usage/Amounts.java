package dev.bridle.web.usage;

import dev.bridle.ledger.Totals;
import dev.bridle.price.Money;
import dev.bridle.web.Words;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;

/** What of usage is measured, and how it is written. A ratio is in thousandths. */
record Amounts(Measured measured) {
  /** The ratio of nothing. */
  static final long NONE = -1;

  private static final int CENTS = 2;
  private static final long THOUSAND = 1_000;
  private static final String[] SIZES = {"", "K", "M", "G", "T", "P", "E"};

  long of(Totals totals) {
    return switch (measured) {
      case COST -> totals.cost().nanos();
      case CALLS, REFUSED_CALLS -> totals.calls();
      case TOKENS, TOKEN_KINDS -> tokens(totals);
      case CACHE_HITS -> ratio(totals.cacheHitRatio());
    };
  }

  /** What groups are ordered by, and have a part of. */
  long orderOf(Totals totals) {
    return measured == Measured.CACHE_HITS ? tokens(totals) : of(totals);
  }

  static long tokens(Totals totals) {
    return totals.inputTokens()
        + totals.outputTokens()
        + totals.cacheReadTokens()
        + totals.cacheWriteTokens();
  }

  private static long ratio(OptionalDouble ratio) {
    return ratio.isEmpty() ? NONE : Math.round(THOUSAND * ratio.getAsDouble());
  }

  /** How a part of what was put in is written. */
  static String percent(OptionalDouble ratio) {
    return ratio.isEmpty()
        ? "–"
        : String.format(Locale.ENGLISH, "%.1f %%", 100 * ratio.getAsDouble());
  }

  String written(long amount) {
    return switch (measured) {
      case COST -> Words.dollars(new Money(amount));
      case CALLS -> Words.number(amount) + (amount == 1 ? " call" : " calls");
      case REFUSED_CALLS -> Words.number(amount) + " refused";
      case TOKENS, TOKEN_KINDS -> Words.number(amount) + (amount == 1 ? " token" : " tokens");
      case CACHE_HITS ->
          percent(
              amount == NONE
                  ? OptionalDouble.empty()
                  : OptionalDouble.of((double) amount / THOUSAND));
    };
  }

  /** The top of a chart whose largest bar is so large. */
  long top(long largest) {
    return measured == Measured.CACHE_HITS ? THOUSAND : Chart.round(largest);
  }

  /** For the side of a chart, where there is little room: all with as many places as a step has. */
  String beside(long amount, long step) {
    return switch (measured) {
      case COST -> dollars(amount, step);
      case CACHE_HITS -> amount / 10 + " %";
      case CALLS, REFUSED_CALLS, TOKENS, TOKEN_KINDS -> compact(amount);
    };
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
