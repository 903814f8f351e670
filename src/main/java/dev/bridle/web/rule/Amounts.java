package dev.bridle.web.rule;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.Scope;
import dev.bridle.allowance.Unit;
import dev.bridle.allowance.Window;
import dev.bridle.price.Money;
import dev.bridle.web.Words;
import java.util.Locale;

/** Allowances and their amounts in words. */
public final class Amounts {
  private static final long NANOS_OF_A_CENT = 10_000_000;

  private Amounts() {}

  /** The number alone, with the sign of its currency. */
  public static String number(Unit unit, long amount) {
    return unit == Unit.USD ? Words.dollars(new Money(amount)) : Words.number(amount);
  }

  /** The number that an administrator has set: never rounded. */
  public static String set(Unit unit, long amount) {
    boolean cents = amount % NANOS_OF_A_CENT == 0;
    return unit == Unit.USD && !cents ? exact(unit, amount) : number(unit, amount);
  }

  /** The number with all its places. */
  public static String exact(Unit unit, long amount) {
    return unit == Unit.USD ? "$" + unit.text(amount) : unit.text(amount);
  }

  public static String label(Unit unit) {
    return switch (unit) {
      case USD -> "US dollars";
      case REQUESTS -> "Requests";
      case INPUT_TOKENS -> "Input tokens";
      case CONCURRENT_CALLS -> "Calls at once";
    };
  }

  public static String label(Window window) {
    return switch (window) {
      case MINUTE -> "a minute";
      case HOUR -> "an hour";
      case DAY -> "a day";
      case MONTH -> "a month";
      case LIFETIME -> "in all";
    };
  }

  public static String label(Scope scope) {
    return switch (scope) {
      case ORGANIZATION -> "Organization";
      case CLUSTER -> "Cluster";
      case QUEUE -> "Queue";
      case PIPELINE -> "Pipeline";
      case BRANCH_CLASS -> "Branch class";
      case BUILD -> "Build";
      case JOB -> "Job";
    };
  }

  /** Such as "50,000 input tokens a minute". */
  public static String limit(Allowance allowance) {
    String number = set(allowance.unit(), allowance.amount());
    boolean one = allowance.amount() == 1;
    return switch (allowance.unit()) {
      case USD -> number + " " + label(allowance.window());
      case REQUESTS -> number + (one ? " request " : " requests ") + label(allowance.window());
      case INPUT_TOKENS -> number + " input tokens " + label(allowance.window());
      case CONCURRENT_CALLS -> number + (one ? " call" : " calls") + " at once";
    };
  }

  /** Whom it is for, such as "Each build". */
  public static String whom(Allowance allowance) {
    String target = allowance.target();
    String kind = label(allowance.scope());
    if (allowance.scope() == Scope.ORGANIZATION) {
      return "The organization";
    }
    return target == null ? "Each " + kind.toLowerCase(Locale.ROOT) : kind + " " + target;
  }

  /** Which calls it counts, such as "anthropic, claude-opus-*". */
  public static String what(Allowance allowance) {
    String provider = allowance.provider();
    String model = allowance.model();
    if (provider == null) {
      return model == null ? "all models" : model;
    }
    return model == null ? provider : provider + ", " + model;
  }
}
