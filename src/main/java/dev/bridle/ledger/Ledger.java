package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;

import dev.bridle.auth.JobIdentity;
import dev.bridle.meter.Usage;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import dev.bridle.store.Written;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a row before a call is sent, and settles it once, whatever happened. */
public final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger("ledger");
  private static final long RETRY_SECONDS = 2;

  private static final String OPEN =
      """
      insert into model_call (id, organization_id, cluster_id, queue_id, pipeline_id, pipeline_slug,
        build_id, build_number, step_key, job_id, attempt, agent_id, branch, commit_ref, source,
        creator_id, provider, connection_id, method, model_asked, model_sent, streamed,
        request_bytes, price_version, opened_ms, outcome, input_tokens, cache_read_tokens,
        cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_searches, cost_nano,
        cost_at_most_nano)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open',
        0, 0, 0, 0, 0, 0, 0, ?)\
      """;

  /**
   * The number is taken in the transaction that settles, so that numbers rise in the order of
   * commits: a settlement that had to be tried again never lands behind the cursor of the roll-ups.
   */
  private static final String SETTLE =
      """
      update model_call set outcome = ?, certainty = ?, status = ?, provider_request = ?,
        model_answered = ?, first_byte_ms = ?, settled_ms = ?, input_tokens = ?,
        cache_read_tokens = ?, cache_write_5m_tokens = ?, cache_write_1h_tokens = ?,
        output_tokens = ?, web_searches = ?, cost_nano = ?, cost_at_most_nano = ?,
        usage_verbatim = ?,
        settle_no = (select coalesce(max(settle_no), 0) + 1 from model_call)
      where id = ? and settled_ms is null\
      """;

  private final Database database;
  private final PriceBook prices;
  private final InstantSource clock;

  public Ledger(Database database, PriceBook prices, InstantSource clock) {
    this.database = database;
    this.prices = prices;
    this.clock = clock;
  }

  /** Writes the opening row; nothing may be sent before it is committed. */
  public Written open(OpenCall call) {
    JobIdentity job = call.job();
    return database.writeHot(
        List.of(
            HotRow.of(
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
                job.commit(),
                job.source(),
                job.creatorId(),
                call.provider(),
                call.connectionId(),
                call.method(),
                call.modelAsked(),
                call.modelSent(),
                call.streamed(),
                call.requestBytes(),
                prices.version(),
                call.openedAt().toEpochMilli(),
                call.atMost().map(Money::nanos).orElse(null))));
  }

  /** Queues the settlement; a write that fails is repeated until it succeeds. */
  public CompletableFuture<Void> settle(OpenCall call, Ending ending) {
    var settlement = Settlement.of(prices, call, ending);
    Usage usage = settlement.usage();
    var row =
        HotRow.of(
            SETTLE,
            ending.outcome().word(),
            settlement.certainty().word(),
            ending.status() == null ? null : (long) ending.status(),
            ending.providerRequestId(),
            ending.reading().modelAnswered(),
            ending.firstByteAt() == null ? null : ending.firstByteAt().toEpochMilli(),
            clock.millis(),
            usage.input(),
            usage.cacheRead(),
            usage.cacheWrite5m(),
            usage.cacheWrite1h(),
            usage.output(),
            usage.webSearches(),
            settlement.cost().nanos(),
            settlement.atMost().map(Money::nanos).orElse(null),
            ending.reading().usageVerbatim(),
            call.id());
    return write(row);
  }

  private CompletableFuture<Void> write(HotRow row) {
    return database
        .writeHot(List.of(row))
        .committed()
        .exceptionallyCompose(why -> {
          LOG.error("a settlement can't be written and will be tried again: {}", why.getMessage());
          return CompletableFuture.supplyAsync(
                  () -> row, CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS))
              .thenCompose(this::write);
        });
  }

  /**
   * Settles the calls that a killed gateway left open: nothing is known of their answers, so each
   * stands with its bound. To be called before the first call is taken.
   */
  public int settleOrphans() {
    return database.write(sql -> {
      var open =
          sql.select(MODEL_CALL.ID)
              .from(MODEL_CALL)
              .where(MODEL_CALL.SETTLED_MS.isNull())
              .orderBy(MODEL_CALL.ID)
              .fetch(MODEL_CALL.ID);
      open.forEach(id -> settleOrphan(sql, id));
      return open.size();
    });
  }

  private void settleOrphan(DSLContext sql, String id) {
    var calls = MODEL_CALL.as("calls");
    sql.update(MODEL_CALL)
        .set(MODEL_CALL.OUTCOME, Outcome.GATEWAY_KILLED.word())
        .set(MODEL_CALL.CERTAINTY, Certainty.FLOOR.word())
        .set(MODEL_CALL.SETTLED_MS, clock.millis())
        .set(
            MODEL_CALL.SETTLE_NO,
            sql.select(coalesce(max(calls.SETTLE_NO), 0L).plus(1L)).from(calls).asField())
        .where(MODEL_CALL.ID.eq(id))
        .execute();
  }
}
