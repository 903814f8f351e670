package dev.bridle.web.build;

import dev.bridle.ledger.CallRow;
import dev.bridle.price.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How counts and money of model calls are written. */
public final class AiWords {
  private static final int CENTS = 2;
  private static final int FINE = 4;
  private static final int FINEST = 6;

  private AiWords() {}

  public static String count(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** For reading; the exact amount stands in the title beside it. */
  public static String money(Money money) {
    var usd = new BigDecimal(money.toString());
    var size = usd.abs();
    int decimals =
        size.signum() == 0 || size.compareTo(BigDecimal.ONE) >= 0
            ? CENTS
            : size.compareTo(new BigDecimal("0.01")) >= 0 ? FINE : FINEST;
    return "$"
        + String.format(
            Locale.ENGLISH, "%,." + decimals + "f", usd.setScale(decimals, RoundingMode.HALF_UP));
  }

  /** How a call ended: by the provider's status where there was one. */
  public static String outcome(CallRow row) {
    String words = row.outcome().replace('_', ' ');
    return row.status() == null ? words : words + ", " + row.status();
  }
}
