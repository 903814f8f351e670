package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.auth.JobIdentity;
import dev.bridle.meter.Usage;
import dev.bridle.price.Money;
import dev.bridle.store.Database;
import dev.bridle.store.HotSql;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Opens a row before a call is sent, and settles it once, whatever happened. Both are steps of a
 * transaction in which the call's allowances change as well.
 */
public final class Ledger {
  private static final String OPEN =
      """
      insert into model_call (id, organization_id, cluster_id, queue_id, pipeline_id, pipeline_slug,
        build_id, build_number, step_key, job_id, attempt, agent_id, branch, branch_class,
        commit_ref, source, creator_id, provider, connection_id, method, model_asked, model_sent, model_id,
        streamed, request_bytes, max_tokens, ask_shape, price_version, opened_ms, outcome,
        input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
        output_tokens, web_searches, cost_nano, cost_at_most_nano, soft_hold_nano, window_tokens,
        admitted_by, retries, client_session, client_agent, client_parent_agent, client_retries)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        'open', 0, 0, 0, 0, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String HOLD =
      "update model_call set cost_at_most_nano = ?, soft_hold_nano = ? where id = ? and settled_ms is null";

  private static final String SETTLE =
      """
      update model_call set outcome = ?, certainty = ?, status = ?, provider_request = ?,
        model_answered = ?, first_byte_ms = ?, settled_ms = ?, settle_no = ?, input_tokens = ?,
        cache_read_tokens = ?, cache_write_5m_tokens = ?, cache_write_1h_tokens = ?,
        output_tokens = ?, web_searches = ?, cost_nano = ?, cost_at_most_nano = ?,
        soft_hold_nano = 0, window_tokens = ?, usage_verbatim = ?
      where id = ? and settled_ms is null\
      """;

  private static final String SETTLE_UNSENT =
      """
      update model_call set outcome = ?, certainty = ?, settled_ms = ?, settle_no = ?,
        cost_at_most_nano = 0, soft_hold_nano = 0, window_tokens = 0
      where id = ? and settled_ms is null\
      """;

  /**
   * Whoever was charged with the call is charged with its correction, in the same windows. It is no
   * call, so nobody has retried it.
   */
  private static final String CORRECT =
      """
      insert into model_call (id, corrects, organization_id, cluster_id, queue_id, pipeline_id,
        pipeline_slug, build_id, build_number, step_key, job_id, attempt, agent_id, branch,
        branch_class, commit_ref, source, creator_id, provider, connection_id, method, model_asked,
        model_sent, model_id, model_answered, streamed, request_bytes, price_version, opened_ms,
        settled_ms, settle_no, outcome, certainty, input_tokens, cache_read_tokens,
        cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_searches, cost_nano,
        cost_at_most_nano, client_session, client_agent, client_parent_agent)
      select ?, id, organization_id, cluster_id, queue_id, pipeline_id,
        pipeline_slug, build_id, build_number, step_key, job_id, attempt, agent_id, branch,
        branch_class, commit_ref, source, creator_id, provider, connection_id, method, model_asked,
        model_sent, model_id, model_answered, streamed, 0, ?, opened_ms,
        ?, ?, 'corrected', 'exact', 0, 0, 0, 0, 0, 0, ?, ?,
        client_session, client_agent, client_parent_agent
      from model_call where id = ?
      on conflict (id) do nothing\
      """;

  private final InstantSource clock;
  private final AtomicLong settleNo;

  public Ledger(Database database, InstantSource clock) {
    this.clock = clock;
    this.settleNo = new AtomicLong(database.read(Ledger::lastSettleNo));
  }

  private static long lastSettleNo(DSLContext sql) {
    Long last = sql.select(DSL.max(MODEL_CALL.SETTLE_NO)).from(MODEL_CALL).fetchSingle().value1();
    return last == null ? 0 : last;
  }

  /** Writes the opening row; nothing may be sent before it is committed. */
  public void open(HotSql sql, OpenCall call) {
    JobIdentity job = call.job();
    ClientOrigin client = call.client();
    sql.execute(
        OPEN,
        call.id(),
        job.organizationId(),
        job.clusterId(),
        job.queueId(),
        job.pipelineId(),
        job.pipelineSlug(),
        job.buildId(),
        job.buildNumber(),
        job.stepKey(),
        job.jobId(),
        job.attempt(),
        job.agentId(),
        job.branch(),
        job.branchClass().word(),
        job.commit(),
        job.source(),
        job.creatorId(),
        call.provider(),
        call.connectionId(),
        call.method(),
        call.modelAsked(),
        call.modelSent(),
        call.modelId(),
        call.streamed(),
        call.requestBytes(),
        call.maxTokens(),
        call.askShape(),
        call.prices().version(),
        call.openedAt().toEpochMilli(),
        nanos(call.held()),
        call.held().slice().nanos(),
        call.held().windowTokens(),
        call.held().admittedBy(),
        call.retries(),
        client.session(),
        client.agent(),
        client.parentAgent(),
        client.retries());
  }

  private static @Nullable Long nanos(Held held) {
    return held.atMost().map(Money::nanos).orElse(null);
  }

  /** Changes what an open row holds; false when it is settled already. */
  public boolean hold(HotSql sql, String id, Held held) {
    return sql.execute(HOLD, nanos(held), held.slice().nanos(), id) == 1;
  }

  /** What a call used and cost, by all that is known at its end. */
  public Settlement settlement(OpenCall call, Held held, Ending ending) {
    return Settlement.of(call, held, ending);
  }

  /** Settles a row, once: false when it is settled already. */
  public boolean settle(HotSql sql, OpenCall call, Ending ending, Settlement settlement) {
    Usage usage = settlement.usage();
    return sql.execute(
            SETTLE,
            ending.outcome().word(),
            settlement.certainty().word(),
            ending.status() == null ? null : (long) ending.status(),
            ending.providerRequestId(),
            ending.reading().modelAnswered(),
            ending.firstByteAt() == null ? null : ending.firstByteAt().toEpochMilli(),
            clock.millis(),
            settleNo.incrementAndGet(),
            usage.input(),
            usage.cacheRead(),
            usage.cacheWrite5m(),
            usage.cacheWrite1h(),
            usage.output(),
            usage.webSearches(),
            settlement.cost().nanos(),
            settlement.atMost().map(Money::nanos).orElse(null),
            settlement.windowTokens(),
            ending.reading().usageVerbatim(),
            call.id())
        == 1;
  }

  /** Settles a row for which nothing was ever sent; false when it is settled already. */
  public boolean settleUnsent(HotSql sql, String id) {
    return sql.execute(
            SETTLE_UNSENT,
            Outcome.NOT_SENT.word(),
            Certainty.EXACT.word(),
            clock.millis(),
            settleNo.incrementAndGet(),
            id)
        == 1;
  }

  /** Adds a row that corrects a settled one, once: false when it is there already. */
  public boolean correct(HotSql sql, Correction correction) {
    return sql.execute(
            CORRECT,
            correction.id(),
            correction.priceVersion(),
            clock.millis(),
            settleNo.incrementAndGet(),
            correction.cost().nanos(),
            correction.atMost().nanos(),
            correction.call().id())
        == 1;
  }

  /**
   * Settles the rows that a killed server left open: nothing is known of their answers, so each
   * stands with its bound.
   */
  public int settleOrphans(DSLContext sql) {
    int orphans = 0;
    for (String id :
        sql.select(MODEL_CALL.ID)
            .from(MODEL_CALL)
            .where(MODEL_CALL.SETTLED_MS.isNull())
            .orderBy(MODEL_CALL.ID)
            .fetch(MODEL_CALL.ID)) {
      orphans +=
          sql.update(MODEL_CALL)
              .set(MODEL_CALL.OUTCOME, Outcome.GATEWAY_KILLED.word())
              .set(MODEL_CALL.CERTAINTY, Certainty.FLOOR.word())
              .set(MODEL_CALL.SETTLED_MS, clock.millis())
              .set(MODEL_CALL.SETTLE_NO, settleNo.incrementAndGet())
              .set(MODEL_CALL.SOFT_HOLD_NANO, 0L)
              .where(MODEL_CALL.ID.eq(id))
              .execute();
    }
    return orphans;
  }
}
