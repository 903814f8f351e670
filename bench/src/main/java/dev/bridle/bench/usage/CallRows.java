package dev.bridle.bench.usage;

import dev.bridle.ledger.GeneratedCall;
import org.jspecify.annotations.Nullable;

/** Generated calls as rows of the ledger. */
public final class CallRows {
  public static final String INSERT =
      """
      insert into model_call (id, organization_id, cluster_id, queue_id, pipeline_id, pipeline_slug,
        build_id, build_number, step_key, job_id, attempt, agent_id, branch, branch_class,
        commit_ref, source, creator_id, provider, connection_id, method, model_asked, model_sent,
        model_id, model_answered, streamed, request_bytes, max_tokens, price_version, opened_ms,
        first_byte_ms, settled_ms, settle_no, outcome, certainty, status, provider_request,
        input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
        output_tokens, web_searches, cost_nano, cost_at_most_nano, usage_verbatim)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private CallRows() {}

  public static @Nullable Object[] of(GeneratedCall call, String jobId, long settleNo) {
    var build = call.build();
    boolean completed = call.outcome().equals("completed");
    return new @Nullable Object[] {
      call.id(),
      build.organizationId(),
      "cluster-1",
      "queue-1",
      "id-of-" + build.pipelineSlug(),
      build.pipelineSlug(),
      build.id(),
      build.number(),
      "test",
      jobId,
      0L,
      "agent-1",
      build.branch(),
      build.branch().equals("main") ? "default" : "other",
      "0123456789012345678901234567890123456789",
      "webhook",
      build.creatorId(),
      call.provider(),
      call.connectionId(),
      call.method(),
      call.model(),
      call.model(),
      call.model(),
      call.model(),
      true,
      8_000L,
      4_096L,
      "2026-11-23",
      call.openedMs(),
      completed ? call.openedMs() + 800 : null,
      call.openedMs() + 4_000,
      settleNo,
      call.outcome(),
      "exact",
      completed ? 200L : 529L,
      "req_" + settleNo,
      call.input(),
      call.cacheRead(),
      call.cacheWrite(),
      0L,
      call.output(),
      0L,
      call.costNano(),
      call.costNano(),
      completed
          ? "{\"input_tokens\":%d,\"output_tokens\":%d}".formatted(call.input(), call.output())
          : null
    };
  }
}
