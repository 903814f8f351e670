package dev.bridle.pipeline;

import dev.bridle.pipeline.RetryRules.Manual;
import dev.bridle.pipeline.RetryRules.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the attribute {@code retry} of a step. */
final class RetryReader {
  private static final int MOST_RULES = 20;
  private static final int HIGHEST_LIMIT = 10;
  private static final long USUAL_LIMIT = 2;
  private static final Pattern SIGNAL = Pattern.compile("[A-Z0-9+-]{1,20}");
  private static final Set<String> REASONS =
      Set.of(
          RetryRules.ANY,
          RetryRules.NONE,
          "cancel",
          "agent_stop",
          "agent_refused",
          "agent_incompatible",
          "process_run_error",
          "signature_rejected",
          "stack_error");
  private static final Rule ANY_FAILURE =
      new Rule(List.of(RetryRules.ANY), List.of(), List.of(), USUAL_LIMIT);

  private RetryReader() {}

  static RetryRules read(Field retry) {
    if (retry.isAbsent()) {
      return RetryRules.USUAL;
    }
    retry.entries();
    return new RetryRules(automatic(retry.get("automatic")), manual(retry.get("manual")));
  }

  private static List<Rule> automatic(Field automatic) {
    if (automatic.value().isObject()) {
      return List.of(rule(automatic));
    }
    if (!automatic.value().isArray()) {
      return automatic.isTrue() ? List.of(ANY_FAILURE) : List.of();
    }
    var rules = automatic.items();
    if (rules.size() > MOST_RULES) {
      throw automatic.fault(
          "has %d rules, but a step can have at most %d".formatted(rules.size(), MOST_RULES));
    }
    return rules.stream().map(RetryReader::rule).toList();
  }

  private static Rule rule(Field rule) {
    rule.entries();
    return new Rule(
        each(rule.get("exit_status"), RetryReader::exitStatus),
        each(rule.get("signal"), RetryReader::signal),
        each(rule.get("signal_reason"), RetryReader::reason),
        limit(rule.get("limit")));
  }

  private static List<String> each(Field field, Function<Field, String> read) {
    if (field.value().isArray()) {
      return field.items().stream().map(read).toList();
    }
    return field.isAbsent() ? List.of() : List.of(read.apply(field));
  }

  private static String exitStatus(Field field) {
    String text = field.text();
    return text.equals(RetryRules.ANY) ? text : Long.toString(number(field, -1, 255));
  }

  private static String signal(Field field) {
    String text = field.text();
    if (text.equals(RetryRules.ANY) || text.equalsIgnoreCase(RetryRules.NONE)) {
      return text.equals(RetryRules.ANY) ? text : RetryRules.NONE;
    }
    String name = RetryRules.signalName(text);
    if (!SIGNAL.matcher(name).matches()) {
      throw field.fault("must be the name of a signal, not " + InvalidPipeline.quoted(text));
    }
    return name;
  }

  private static String reason(Field field) {
    if (!REASONS.contains(field.text())) {
      throw field.fault(
          InvalidPipeline.quoted(field.text()) + " is not a reason that an agent gives");
    }
    return field.text();
  }

  private static long limit(Field field) {
    return field.isAbsent() ? USUAL_LIMIT : number(field, 0, HIGHEST_LIMIT);
  }

  private static long number(Field field, int least, int most) {
    try {
      long number = Long.parseLong(field.text());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw field.fault(
        "must be a whole number from %d to %d, not %s"
            .formatted(least, most, InvalidPipeline.quoted(field.text())));
  }

  private static Manual manual(Field manual) {
    if (manual.isAbsent()) {
      return Manual.ALLOWED;
    }
    if (!manual.value().isObject()) {
      return new Manual(manual.isTrue(), false, null);
    }
    Field allowed = manual.get("allowed");
    String reason = manual.get("reason").text();
    return new Manual(
        allowed.isAbsent() || allowed.isTrue(),
        manual.get("permit_on_passed").isTrue(),
        reason.isEmpty() ? null : reason);
  }
}
