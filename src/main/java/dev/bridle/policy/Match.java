package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import dev.bridle.condition.Condition;
import dev.bridle.condition.Deadline;
import dev.bridle.condition.Verdict;
import java.util.function.Supplier;

/** Whether a rule is about a call, and why or why not. */
record Match(Answer answer, Supplier<String> why) {
  enum Answer {
    YES,
    /** It would be, but for the model. */
    OTHER_MODEL,
    NO
  }

  static Match of(Rule rule, JobIdentity job, Ask ask, JobValues values, Deadline deadline) {
    for (Requirement requirement : rule.requirements()) {
      if (!requirement.isMetBy(job)) {
        return no(() -> requirement.mismatch(job));
      }
    }
    if (!rule.providers().isEmpty() && !rule.providers().contains(ask.provider())) {
      return no(() -> "the provider is " + Sentences.shown(ask.provider()));
    }
    Condition condition = rule.condition();
    Verdict verdict = condition == null ? new Verdict.Holds() : condition.ask(values, deadline);
    return switch (verdict) {
      case Verdict.Holds() -> model(rule, ask, "everything that the rule asks for is so");
      case Verdict.DoesNotHold() -> no(() -> "`if` does not hold");
      case Verdict.Failed(String why) -> failed(rule, ask, "`if` can't be answered: " + why);
    };
  }

  /** What can't be told is taken for what refuses more. */
  private static Match failed(Rule rule, Ask ask, String why) {
    return rule.effect() == Effect.ALLOW ? no(() -> why) : model(rule, ask, why);
  }

  private static Match no(Supplier<String> why) {
    return new Match(Answer.NO, why);
  }

  private static Match model(Rule rule, Ask ask, String why) {
    boolean covered =
        rule.models().isEmpty()
            || rule.models().stream()
                .anyMatch(
                    glob -> glob.matchesAnyCase(ask.model()) || glob.matchesAnyCase(ask.modelId()));
    return covered
        ? new Match(Answer.YES, () -> why)
        : new Match(
            Answer.OTHER_MODEL,
            () ->
                "the model is "
                    + Sentences.shown(ask.model())
                    + ", not "
                    + Sentences.anyOf(rule.models().stream().map(Glob::pattern).toList()));
  }

  boolean isYes() {
    return answer == Answer.YES;
  }
}
