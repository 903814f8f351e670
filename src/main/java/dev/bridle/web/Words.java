package dev.bridle.web;

import dev.bridle.ledger.CallRow;
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

  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final int CENTS = 2;
  private static final int FINE = 4;
  private static final int FINEST = 6;
  private static final int BEGINNING = 8;

  private Words() {}

  /** A point in time; in a browser with scripts it becomes the reader's own time. */
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /**
   * An amount of money: in cents, or finer the smaller it is; what isn't nothing never looks so.
   */
  public static String dollars(Money money) {
    var exact = new BigDecimal(money.toString());
    int decimals = decimals(exact.abs().stripTrailingZeros());
    var rounded = exact.setScale(decimals, RoundingMode.HALF_UP);
    return exact.signum() > 0 && rounded.signum() == 0
        ? "<$0.000001"
        : "$" + String.format(Locale.ENGLISH, "%,." + decimals + "f", rounded);
  }

  private static int decimals(BigDecimal size) {
    if (size.scale() <= CENTS || size.compareTo(BigDecimal.ONE) >= 0) {
      return CENTS;
    }
    return size.compareTo(CENT) >= 0 ? FINE : FINEST;
  }

  public static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** Enough of an id to tell it from those around it. */
  public static String beginning(String id) {
    return id.length() <= BEGINNING ? id : id.substring(0, BEGINNING) + "\u2026";
  }

  /** How a call of a model ended: by the provider's status where there was one. */
  public static String outcome(CallRow row) {
    String words = row.outcome().replace('_', ' ');
    return row.status() == null ? words : words + ", " + row.status();
  }
}
