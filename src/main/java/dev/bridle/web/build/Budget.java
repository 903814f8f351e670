package dev.bridle.web.build;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Standing;
import dev.bridle.allowance.Unit;
import dev.bridle.web.Words;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is left of an allowance.
 *
 * @param what the allowance in words
 * @param percent how much of it is used or held, at most 100
 * @param left with its unit
 */
public record Budget(
    String what,
    long percent,
    String left,
    String exactly,
    String overBy,
    Optional<Instant> resetsAt) {
  static Budget of(Standing standing) {
    return of(standing, "");
  }

  /**
   * @param target which of its kind it is about; empty where there is one
   */
  static Budget of(Standing standing, String target) {
    var allowance = standing.allowance();
    return new Budget(
        target.isEmpty() ? said(allowance) : said(allowance) + ": " + target,
        percent(standing),
        written(allowance.unit(), standing.remaining()),
        allowance.unit().text(standing.remaining()),
        standing.overBy() == 0 ? "" : written(allowance.unit(), standing.overBy()),
        standing.resetsAt());
  }

  /** Such as "50,000 input tokens a minute for each build". */
  static String said(Allowance allowance) {
    String spoken = allowance.spoken().replaceFirst("^the allowance of ", "");
    // For programs the number has no commas; here it stands beside one that has.
    return allowance.unit() == Unit.INPUT_TOKENS || allowance.unit() == Unit.REQUESTS
        ? spoken.replaceFirst("^\\d+", Words.number(allowance.amount()))
        : spoken.substring(0, 1).toUpperCase(Locale.ROOT) + spoken.substring(1);
  }

  private static long percent(Standing standing) {
    long amount = standing.allowance().amount();
    long used = standing.settled() + standing.held();
    return amount == 0 ? 100 : Math.clamp((long) (100.0 * used / amount), 0, 100);
  }

  private static String written(Unit unit, long amount) {
    return switch (unit) {
      case USD -> Words.dollars(new dev.bridle.price.Money(amount));
      case REQUESTS -> Words.number(amount) + (amount == 1 ? " request" : " requests");
      case INPUT_TOKENS -> Words.number(amount) + " input tokens";
      case CONCURRENT_CALLS ->
          Words.number(amount) + (amount == 1 ? " call" : " calls") + " at once";
    };
  }
}
