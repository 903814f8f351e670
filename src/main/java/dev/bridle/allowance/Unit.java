package dev.bridle.allowance;

import dev.bridle.price.Money;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an allowance counts. Amounts are whole numbers of it; of dollars, nano-dollars. */
public enum Unit {
  REQUESTS,
  /** Input and cache creation; what is read from a cache is free. */
  INPUT_TOKENS,
  USD,
  CONCURRENT_CALLS;

  /** The largest amount there is, so that sums stay far from overflowing. */
  private static final long MOST = Long.MAX_VALUE / 1_000;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Unit> find(String word) {
    return Arrays.stream(values()).filter(u -> u.word().equals(word)).findFirst();
  }

  /** The amount that a text such as "1.00" or "50" names; empty when it names none. */
  public Optional<Long> amount(String text) {
    String digits = this == USD ? "\\d{1,9}(\\.\\d{1,9})?" : "\\d{1,15}";
    if (!text.matches(digits)) {
      return Optional.empty();
    }
    long amount = this == USD ? Money.ofUsd(text).nanos() : Long.parseLong(text);
    return amount <= MOST ? Optional.of(amount) : Optional.empty();
  }

  /** The text of an amount: {@link #amount}'s other way. */
  public String text(long amount) {
    return this == USD ? new Money(amount).toString() : Long.toString(amount);
  }

  /** An amount as it stands in a sentence. */
  String spoken(long amount) {
    return switch (this) {
      case USD -> "$" + text(amount);
      case REQUESTS -> amount == 1 ? "1 request" : amount + " requests";
      case INPUT_TOKENS -> amount + " input tokens";
      case CONCURRENT_CALLS -> amount == 1 ? "1 call at once" : amount + " calls at once";
    };
  }
}
