package dev.bridle.allowance;

import dev.bridle.price.Money;
import java.util.ArrayList;
import java.util.List;

/** What every new connection begins with; ordinary allowances, to be changed or deleted. */
final class StandardAllowances {
  private static final long REQUESTS_A_MINUTE = 50;
  private static final long INPUT_TOKENS_A_MINUTE = 50_000;
  private static final Money A_MONTH_HOSTED = Money.ofUsd("1000");

  private StandardAllowances() {}

  static List<AllowanceTerms> of(String provider, boolean hosted) {
    var all = new ArrayList<AllowanceTerms>();
    all.add(terms(provider, Unit.REQUESTS, Window.MINUTE, REQUESTS_A_MINUTE));
    all.add(terms(provider, Unit.INPUT_TOKENS, Window.MINUTE, INPUT_TOKENS_A_MINUTE));
    if (hosted) {
      all.add(terms(provider, Unit.USD, Window.MONTH, A_MONTH_HOSTED.nanos()));
    }
    return all;
  }

  private static AllowanceTerms terms(String provider, Unit unit, Window window, long amount) {
    return new AllowanceTerms(
        Scope.ORGANIZATION, null, provider, null, unit, window, amount, Mode.HARD);
  }
}
