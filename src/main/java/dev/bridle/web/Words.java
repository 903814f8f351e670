package dev.bridle.web;

import dev.bridle.price.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values are written on pages. */
public final class Words {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** A point in time; in a browser with scripts it becomes the reader's own time. */
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** An amount of money to the cent; what is less than a cent is said to be so. */
  public static String dollars(Money money) {
    BigDecimal exact = new BigDecimal(money.toString());
    BigDecimal cents = exact.setScale(2, RoundingMode.HALF_UP);
    boolean hidden = exact.signum() > 0 && cents.signum() == 0;
    return hidden ? "<$0.01" : String.format(Locale.ENGLISH, "$%,.2f", cents);
  }

  public static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }
}
