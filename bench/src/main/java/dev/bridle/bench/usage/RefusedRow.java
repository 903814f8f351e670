package dev.bridle.bench.usage;

import dev.bridle.ledger.GeneratedCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call that was refused, beside one that was not. */
public final class RefusedRow {
  private static final List<String> CODES =
      List.of("policy_denied", "allowance_spent", "model_unknown", "too_many_calls");

  public static final String INSERT =
      """
      insert into refused_call (id, organization_id, cluster_id, queue_id, pipeline_id,
        pipeline_slug, build_id, build_number, job_id, branch, branch_class, source, creator_id,
        provider, model, max_tokens, streamed, ask_shape, enforced, code, rule, policy_version,
        allowance_id, sentence, times, minute_ms, refused_ms, same_as)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private RefusedRow() {}

  static @Nullable Object[] of(GeneratedCall call) {
    return of(call, call.build().id());
  }

  public static @Nullable Object[] of(GeneratedCall call, String jobId) {
    var build = call.build();
    return new @Nullable Object[] {
      call.id(),
      build.organizationId(),
      "cluster-1",
      "queue-1",
      "id-of-" + build.pipelineSlug(),
      build.pipelineSlug(),
      build.id(),
      build.number(),
      jobId,
      build.branch(),
      "other",
      "webhook",
      build.creatorId(),
      call.provider(),
      call.model(),
      4_096L,
      true,
      null,
      true,
      CODES.get((int) (call.input() % CODES.size())),
      null,
      1L,
      null,
      "This call is not allowed.",
      1 + call.output() % 3,
      call.openedMs() - call.openedMs() % 60_000,
      call.openedMs(),
      call.id()
    };
  }
}
