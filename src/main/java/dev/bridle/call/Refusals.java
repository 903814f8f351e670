package dev.bridle.call;

import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.AskShapes;
import dev.bridle.ledger.RefusedCall;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.policy.Ask;
import dev.bridle.policy.AskJson;
import dev.bridle.policy.Decision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Records calls that are not made, with all that was judged, and what rules on trial would say. */
public final class Refusals {
  /** Values of fields are noted only where they are single words: nobody's prompt is one. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:-]{0,64}");

  /**
   * They have columns of their own or differ from call to call: each would be a shape of its own.
   */
  private static final Set<String> APART =
      Set.of(
          "model",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "stream",
          "seed",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "previous_response_id");

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
    var shape = new Ask("", "", 0, false, words(ask.fields()), ask.serverTools(), ask.betas());
    return shapes.name(job.jobId(), shape, () -> text(shape));
  }

  private static String text(Ask shape) {
    var json = AskJson.of(shape);
    json.keySet().retainAll(Set.of("fields", "server_tools", "betas"));
    return JsonMapper.shared().writeValueAsString(json);
  }

  private static Map<String, String> words(Map<String, String> fields) {
    var words = new TreeMap<String, String>();
    fields.forEach((name, value) -> {
      words.put(name, !APART.contains(name) && WORD.matcher(value).matches() ? value : "");
    });
    return words;
  }
}
