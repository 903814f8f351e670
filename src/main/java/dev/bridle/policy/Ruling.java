package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import dev.bridle.condition.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One look at all rules for one call. The decision and its explanation both come from it, so that
 * they can't differ.
 */
final class Ruling {
  /** All conditions together: the decision is made on an event loop. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final CompiledPolicy policy;
  private final Ask ask;
  private final List<Seen> all;

  /** A rule, and whether it is about the call. */
  private record Seen(Rule rule, Match match) {
    boolean decides(Effect effect) {
      return rule.effect() == effect && !rule.reportOnly() && match.isYes();
    }
  }

  Ruling(CompiledPolicy policy, JobIdentity job, Ask ask) {
    this.policy = policy;
    this.ask = ask;
    var values = new JobValues(job);
    var deadline = Deadline.in(PATIENCE);
    this.all =
        policy.rules().stream()
            .map(rule -> new Seen(rule, Match.of(rule, job, ask, values, deadline)))
            .toList();
  }

  /** First what denies, then what goes beyond a limit, then what allows. */
  Decision decision() {
    return firstOf(Effect.DENY)
        .or(() -> firstOf(Effect.LIMIT))
        .<Decision>map(denied -> denied)
        .orElseGet(() ->
            all.stream()
                .filter(seen -> seen.decides(Effect.ALLOW))
                .findFirst()
                .<Decision>map(
                    seen -> new Decision.Allowed(seen.rule.id(), policy.version(), reported()))
                .orElseGet(this::notAllowed));
  }

  private Optional<Decision.Denied> firstOf(Effect effect) {
    return all.stream()
        .filter(seen -> seen.decides(effect))
        .flatMap(seen -> objection(seen.rule, reported()).stream())
        .findFirst();
  }

  /** What a deny or limit rule that matches says of the call. */
  private Optional<Decision.Denied> objection(Rule rule, List<Decision.Denied> reported) {
    return switch (rule.effect()) {
      case ALLOW -> Optional.empty();
      case DENY -> {
        boolean byModel = !rule.models().isEmpty();
        yield Optional.of(
            new Decision.Denied(
                rule.id(),
                policy.version(),
                byModel ? Decision.Kind.MODEL : Decision.Kind.JOB,
                byModel ? ask.model() : "",
                Sentences.denied(rule, ask),
                reported));
      }
      case LIMIT ->
          Violation.of(rule.limits(), ask)
              .map(violation ->
                  new Decision.Denied(
                      rule.id(),
                      policy.version(),
                      violation.kind(),
                      violation.subject(),
                      Sentences.beyond(rule, violation),
                      reported));
    };
  }

  /** What the rules that only report would have refused. */
  private List<Decision.Denied> reported() {
    return all.stream()
        .filter(seen -> seen.rule.reportOnly() && seen.match.isYes())
        .flatMap(seen -> objection(seen.rule, List.of()).stream())
        .toList();
  }

  private Decision.Denied notAllowed() {
    var others =
        all.stream()
            .filter(seen -> seen.match.answer() == Match.Answer.OTHER_MODEL)
            .map(Seen::rule)
            .filter(rule -> rule.effect() == Effect.ALLOW && !rule.reportOnly())
            .toList();
    if (others.isEmpty()) {
      return new Decision.Denied(
          CompiledPolicy.NO_RULE,
          policy.version(),
          Decision.Kind.JOB,
          "",
          Sentences.nothingAllows(),
          reported());
    }
    var patterns =
        others.stream().flatMap(rule -> rule.models().stream()).map(Glob::pattern).distinct();
    return new Decision.Denied(
        others.getFirst().id(),
        policy.version(),
        Decision.Kind.MODEL,
        ask.model(),
        Sentences.otherModel(others.getFirst(), patterns.toList(), ask),
        reported());
  }

  Trace trace() {
    var rules = new ArrayList<Trace.Step>();
    for (Seen seen : all) {
      rules.add(
          new Trace.Step(
              seen.rule.id(),
              seen.rule.effect(),
              seen.rule.reportOnly(),
              seen.match.isYes(),
              why(seen)));
    }
    return new Trace(decision(), rules);
  }

  private String why(Seen seen) {
    String why = seen.match.why().get();
    if (!seen.match.isYes() || seen.rule.effect() != Effect.LIMIT) {
      return why;
    }
    return Violation.of(seen.rule.limits(), ask)
        .map(violation -> "the rule " + violation.what())
        .orElse(why + ", and the call stays within its limits");
  }
}
