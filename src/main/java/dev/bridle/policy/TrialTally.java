package dev.bridle.policy;

import dev.bridle.ledger.PastAsk;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what a policy would have said of past calls. */
final class TrialTally {
  private static final int SAMPLES = 20;

  private final Map<String, PolicyTrialReport.OfRule> rules = new LinkedHashMap<>();
  private final Map<String, Long> notJudged = new LinkedHashMap<>();

  /** One sample for each rule and build, so that one loop doesn't fill them all. */
  private final Map<String, PolicyTrialReport.Sample> samples = new LinkedHashMap<>();

  /** How many calls there are of each rule and build, of those without a sample as well. */
  private final Map<String, Long> alike = new HashMap<>();

  private long judged;
  private long refused;
  private long refusedBefore;
  private long allowedNow;

  /** A call that was made. */
  void ofMade(PastAsk ask, PastJudge.Judgement judgement) {
    switch (judgement) {
      case PastJudge.Judgement.Unknown(var why) -> notJudged.merge(why, ask.times(), Long::sum);
      case PastJudge.Judgement.Known(var decision) -> {
        judged += ask.times();
        for (Decision.Denied reported : decision.reported()) {
          count(reported, 0, ask.times());
        }
        if (decision instanceof Decision.Denied denied) {
          refused += ask.times();
          count(denied, ask.times(), 0);
          sample(ask, denied);
        }
      }
    }
  }

  /** A call that a rule had refused. */
  void ofRefused(PastAsk ask, PastJudge.Judgement judgement) {
    switch (judgement) {
      case PastJudge.Judgement.Unknown(var why) -> notJudged.merge(why, ask.times(), Long::sum);
      case PastJudge.Judgement.Known(var decision) -> {
        refusedBefore += ask.times();
        if (decision instanceof Decision.Allowed) {
          allowedNow += ask.times();
        }
      }
    }
  }

  private void count(Decision.Denied denied, long refusals, long reports) {
    rules.merge(
        denied.rule(),
        new PolicyTrialReport.OfRule(denied.rule(), refusals, reports, denied.sentence()),
        PolicyTrialReport.OfRule::plus);
  }

  private void sample(PastAsk ask, Decision.Denied denied) {
    String of = denied.rule() + " " + ask.pipelineSlug() + "/" + ask.buildNumber();
    alike.merge(of, ask.times(), Long::sum);
    if (samples.size() < SAMPLES) {
      samples.putIfAbsent(of, new PolicyTrialReport.Sample(ask, denied, 0));
    }
  }

  private List<PolicyTrialReport.Sample> samples() {
    return samples.entrySet().stream()
        .map(one -> one.getValue().with(alike.getOrDefault(one.getKey(), 0L)))
        .toList();
  }

  PolicyTrialReport report(Instant from, Instant to, boolean complete) {
    return new PolicyTrialReport(
        from,
        to,
        complete,
        judged,
        refused,
        List.copyOf(rules.values()),
        samples(),
        alike.size(),
        refusedBefore,
        allowedNow,
        notJudged);
  }
}
