package dev.bridle.policy;

import dev.bridle.auth.JobIdentity;
import dev.bridle.condition.Deadline;
import dev.bridle.ledger.PastAsk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Says what a policy would have decided about calls that were asked before. */
final class PastJudge {
  /** What a policy says of a past call, if that can be told. */
  sealed interface Judgement {
    record Known(Decision decision) implements Judgement {}

    /** What is kept of the call doesn't tell. */
    record Unknown(String why) implements Judgement {}
  }

  private static final Judgement NO_JOB =
      new Judgement.Unknown("The job is no longer in the record of builds.");
  private static final Judgement NO_SHAPE =
      new Judgement.Unknown("It was not kept which fields, tools and betas the call had.");

  private final CompiledPolicy policy;
  private final boolean looksAtShapes;

  /** What decisions depend on: many calls of a job have all of it in common. */
  private record Same(
      String jobId,
      String provider,
      String model,
      String modelId,
      long maxTokens,
      boolean streamed,
      @Nullable String shape) {
    static Same of(PastAsk ask) {
      return new Same(
          ask.jobId(),
          ask.provider(),
          ask.model(),
          ask.modelId(),
          ask.maxTokens(),
          ask.streamed(),
          ask.shape());
    }
  }

  PastJudge(CompiledPolicy policy) {
    this.policy = policy;
    this.looksAtShapes = policy.rules().stream().anyMatch(rule -> rule.limits().areOfShapes());
  }

  /** Tells of each call of a page; false when time was over before all were looked at. */
  boolean judge(
      List<PastAsk> page,
      Map<String, JobIdentity> jobs,
      Deadline deadline,
      BiConsumer<PastAsk, Judgement> tally) {
    Map<Same, Judgement> known = new HashMap<>();
    for (PastAsk ask : page) {
      if (deadline.passed()) {
        return false;
      }
      tally.accept(
          ask, known.computeIfAbsent(Same.of(ask), _ -> judged(ask, jobs.get(ask.jobId()))));
    }
    return true;
  }

  private Judgement judged(PastAsk past, @Nullable JobIdentity job) {
    if (job == null) {
      return NO_JOB;
    }
    var ask =
        AskShape.read(past.shape())
            .of(past.provider(), past.model(), past.modelId(), past.maxTokens(), past.streamed());
    var decision = policy.decide(job.whileRunning(), ask);
    return switch (decision) {
      case Decision.Denied denied -> denied(denied, ask);
      case Decision.Allowed _ ->
          past.shape() == null && looksAtShapes ? NO_SHAPE : new Judgement.Known(decision);
    };
  }

  /** A field whose value is not kept may have had one that is allowed. */
  private Judgement denied(Decision.Denied denied, Ask ask) {
    String field = denied.subject();
    boolean unclear =
        denied.kind() == Decision.Kind.FIELD
            && "".equals(ask.fields().get(field))
            && policy.rules().stream()
                .filter(rule -> rule.id().equals(denied.rule()))
                .flatMap(rule -> rule.limits().fields().stream())
                .filter(limit -> limit.name().equals(field))
                .anyMatch(limit -> AskShape.mayBeOneOf(limit.allowed(), field));
    return unclear
        ? new Judgement.Unknown(
            "It was not kept what value the field " + Sentences.shown(field) + " had.")
        : new Judgement.Known(denied);
  }
}
