package dev.bridle.call;

import dev.bridle.allowance.Objection;
import dev.bridle.allowance.Unit;
import dev.bridle.call.Denials.Denial;
import dev.bridle.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How a call is refused that an allowance stands in the way of. */
final class BudgetDenials {
  /** Clients wait so long by themselves and succeed; for longer they are not to wait. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /** When held money may have come free: nobody knows, but a call seldom takes longer. */
  private static final String SHORTLY = "5";

  private BudgetDenials() {}

  static Denial of(WireFormat format, Objection why) {
    String sentence = Sentences.of(format, why);
    return switch (why) {
      case Objection.Spent spent -> spent(format, spent, sentence);
      case Objection.Busy busy when busy.allowance().unit() == Unit.CONCURRENT_CALLS ->
          new Denial(
              429,
              "rate_limit_error",
              "too_many_concurrent_calls",
              sentence,
              Headers.of("retry-after", "1"));
      case Objection.Busy _ ->
          new Denial(
              429,
              "rate_limit_error",
              "rate_limited",
              sentence,
              Headers.of("retry-after", SHORTLY));
      case Objection.NoPrice _ ->
          Denial.stop(403, "permission_error", "model_not_allowed", sentence);
      case Objection.NoBound(_, var what) ->
          Denial.stop(
              400,
              "policy_blocked",
              what.tool() ? "tool_not_allowed" : "field_not_allowed",
              sentence);
    };
  }

  private static Denial spent(WireFormat format, Objection.Spent spent, String sentence) {
    var standing = LimitHeaders.of(format, List.of(spent.standing()));
    if (spent.resetsAt().isEmpty()) {
      return new Denial(
          402, "billing_error", "build_budget_exhausted", sentence, Denial.STOP.with(standing));
    }
    Instant resets = spent.resetsAt().get();
    long seconds = secondsUntil(spent.at(), resets);
    var headers = Headers.of("retry-after", Long.toString(seconds)).with(standing);
    if (spent.allowance().unit() == Unit.USD) {
      return new Denial(
          429,
          "billing_error",
          "budget_exhausted",
          sentence,
          headers.with(Denial.STOP).with(format.budgetSpent(spent.allowance(), resets)));
    }
    boolean soon = seconds <= SOON.toSeconds();
    return new Denial(
        429,
        "rate_limit_error",
        "rate_limited",
        sentence,
        soon ? headers : headers.with(Denial.STOP));
  }

  /** Rounded up: whoever waits so long is not refused again for the same window. */
  private static long secondsUntil(Instant now, Instant then) {
    return Math.max(1, Duration.between(now, then).plusMillis(999).toSeconds());
  }
}
