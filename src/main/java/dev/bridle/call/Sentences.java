package dev.bridle.call;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Objection;
import dev.bridle.allowance.Standing;
import dev.bridle.allowance.Unit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is said of an allowance that stands in the way: which one, what would fit, when it resets.
 */
final class Sentences {
  private static final String WHOM_TO_ASK = " An administrator of the organization can raise it.";

  private Sentences() {}

  static String of(WireFormat format, Objection why) {
    return switch (why) {
      case Objection.Spent spent -> spent(format, spent);
      case Objection.Busy(var allowance, _) when allowance.unit() == Unit.CONCURRENT_CALLS ->
          capital(allowance.spoken())
              + " is in use by other calls; try again when one has ended."
              + WHOM_TO_ASK;
      case Objection.Busy(var allowance, long held) ->
          "Other calls under way hold "
              + amount(allowance, held)
              + " of "
              + allowance.spoken()
              + ", and none of it came free in time; try again shortly."
              + WHOM_TO_ASK;
      case Objection.NoPrice(var allowance, String model) ->
          "The model '"
              + model
              + "' has no price, so it can't be used under "
              + allowance.spoken()
              + "; an administrator can give it one: bridle admin prices add, or prices like.";
      case Objection.NoBound(var allowance, var what) ->
          "Nobody can say what a call with "
              + what.feature()
              + " costs at most, so it can't be used under "
              + allowance.spoken()
              + ", which is hard; leave it out, or ask an administrator for a soft one.";
    };
  }

  private static String spent(WireFormat format, Objection.Spent spent) {
    var allowance = spent.allowance();
    long left = Math.max(0, allowance.amount() - spent.settled());
    return capital(allowance.spoken())
        + " has "
        + amount(allowance, left)
        + " left ("
        + amount(allowance, spent.settled())
        + " used), and this call may need "
        + amount(allowance, spent.needed())
        + "; "
        + fitting(format, spent, left)
        + resets(spent.resetsAt())
        + WHOM_TO_ASK;
  }

  private static String fitting(WireFormat format, Objection.Spent spent, long left) {
    return switch (spent.allowance().unit()) {
      case USD ->
          spent
              .fitting()
              .filter(tokens -> tokens > 0)
              .map(tokens ->
                  "with " + format.outputLimit() + " of at most " + tokens + " it would fit; ")
              .orElse("not even its input fits; ");
      case INPUT_TOKENS -> "a request of about " + left + " tokens would fit; ";
      case REQUESTS, CONCURRENT_CALLS -> "";
    };
  }

  private static String resets(Optional<Instant> at) {
    return at.map(moment -> "it resets at " + moment.truncatedTo(ChronoUnit.SECONDS) + ".")
        .orElse("it does not reset.");
  }

  /** What the last reader of a stream is told whose budget was used up under way. */
  static String spentInMidStream(List<Standing> standings) {
    return standings.stream()
        .map(Standing::allowance)
        .filter(allowance -> allowance.unit() == Unit.USD)
        .findFirst()
        .map(allowance -> capital(allowance.spoken()) + " was used up while the model answered.")
        .orElse("A budget was used up while the model answered.");
  }

  private static String amount(Allowance allowance, long amount) {
    String text = allowance.unit().text(amount);
    return allowance.unit() == Unit.USD ? "$" + text : text;
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
