package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.AskShapes;
import dev.bridle.ledger.RefusedCall;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.policy.Ask;
import dev.bridle.policy.AskShape;
import dev.bridle.policy.Decision;
import java.util.List;

/** Records calls that are not made, with all that was judged, and what rules on trial would say. */
public final class Refusals {
  private final RefusedCalls calls;
  private final AskShapes shapes;

  public Refusals(RefusedCalls calls, AskShapes shapes) {
    this.calls = calls;
    this.shapes = shapes;
  }

  /** The same refusal, now recorded. */
  Refusal recorded(JobIdentity job, Ask ask, Refusal refusal) {
    var denial = Denials.denial(WireFormat.of(ask.provider()), refusal);
    switch (refusal) {
      case Refusal.Denied(var by) ->
          note(job, ask, true, denial.code(), by, null, denial.message());
      case Refusal.Unaffordable(var why) ->
          note(job, ask, true, denial.code(), null, why.allowance().id(), denial.message());
      default -> note(job, ask, true, denial.code(), null, null, denial.message());
    }
    return refusal;
  }

  /** What rules in report-only mode would have said of a call that is made. */
  void reported(JobIdentity job, Ask ask, List<Decision.Denied> reports) {
    for (Decision.Denied report : reports) {
      var denial = Denials.denial(WireFormat.of(ask.provider()), new Refusal.Denied(report));
      note(job, ask, false, denial.code(), report, null, denial.message());
    }
  }

  private void note(
      JobIdentity job,
      Ask ask,
      boolean enforced,
      String code,
      Decision.@org.jspecify.annotations.Nullable Denied by,
      @org.jspecify.annotations.Nullable String allowanceId,
      String sentence) {
    calls.record(
        new RefusedCall(
            job,
            ask.provider(),
            ask.model(),
            ask.maxTokens(),
            ask.stream(),
            shapeOf(job, ask),
            enforced,
            code,
            by == null ? null : by.rule(),
            by == null ? null : by.version(),
            allowanceId,
            sentence));
  }

  /** The name of what rules judge of a call. */
  @org.jspecify.annotations.Nullable
  String shapeOf(JobIdentity job, Ask ask) {
    var shape = AskShape.of(ask);
    return shapes.name(job.jobId(), shape, shape::text);
  }
}
