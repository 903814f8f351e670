package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.ASK_SHAPE;
import static dev.bridle.store.schema.Tables.REFUSED_CALL;

import dev.bridle.auth.JobIdentity;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import dev.bridle.store.Sha256;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were not made. A job that asks the same in vain over and over fills no disk: within a
 * minute the same refusal is one row that counts.
 */
public final class RefusedCalls {
  private static final long MINUTE_MS = 60_000;

  private static final String RECORD =
      """
      insert into refused_call (id, organization_id, cluster_id, queue_id, pipeline_id,
        pipeline_slug, build_id, build_number, job_id, branch, branch_class, source, creator_id,
        provider, model, max_tokens, streamed, ask_shape, enforced, code, rule, policy_version,
        allowance_id, sentence, times, minute_ms, refused_ms, same_as)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      on conflict (same_as) do update set times = refused_call.times + 1\
      """;

  /** One refusal as it was recorded, and how often. */
  public record Entry(
      String id,
      String pipelineSlug,
      String buildId,
      long buildNumber,
      String jobId,
      String branch,
      String branchClass,
      String source,
      @Nullable String creatorId,
      String provider,
      String model,
      long maxTokens,
      boolean streamed,
      @Nullable String asked,
      boolean enforced,
      String code,
      @Nullable String rule,
      @Nullable Long policyVersion,
      @Nullable String allowanceId,
      String sentence,
      long times,
      Instant refusedAt) {}

  private final Database database;
  private final InstantSource clock;

  public RefusedCalls(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Queues the record; never blocks. */
  public void record(RefusedCall call) {
    JobIdentity job = call.job();
    Instant now = clock.instant();
    long minuteMs = now.toEpochMilli() - now.toEpochMilli() % MINUTE_MS;
    var _ =
        database.writeHot(
            HotRow.of(
                RECORD,
                Uuid7.at(now),
                job.organizationId(),
                job.clusterId(),
                job.queueId(),
                job.pipelineId(),
                job.pipelineSlug(),
                job.buildId(),
                job.buildNumber(),
                job.jobId(),
                job.branch(),
                job.branchClass().word(),
                job.source(),
                job.creatorId(),
                call.provider(),
                call.model(),
                call.maxTokens(),
                call.streamed(),
                call.askShape(),
                call.enforced(),
                call.code(),
                call.rule(),
                call.policyVersion(),
                call.allowanceId(),
                call.sentence(),
                minuteMs,
                now.toEpochMilli(),
                same(call, minuteMs)));
  }

  private static String same(RefusedCall call, long minuteMs) {
    String text =
        String.join(
            "\n",
            call.job().jobId(),
            Long.toString(minuteMs),
            Boolean.toString(call.enforced()),
            call.code(),
            String.valueOf(call.rule()),
            String.valueOf(call.policyVersion()),
            String.valueOf(call.allowanceId()),
            call.provider(),
            call.model(),
            String.valueOf(call.askShape()));
    return Sha256.of(text);
  }

  /** Refusals older than one of them, or the newest; newest first. */
  public List<Entry> list(
      String organizationId, @Nullable String buildId, @Nullable String before, int atMost) {
    database.settleHot();
    return database.read(sql ->
        select(sql)
            .where(REFUSED_CALL.ORGANIZATION_ID.eq(organizationId))
            .and(buildId == null ? DSL.noCondition() : REFUSED_CALL.BUILD_ID.eq(buildId))
            .and(before == null ? DSL.noCondition() : REFUSED_CALL.ID.lt(before))
            .orderBy(REFUSED_CALL.ID.desc())
            .limit(atMost)
            .fetch(RefusedCalls::entry));
  }

  /** Refusals of a build that are newer than one of them: those nearest to it, newest first. */
  public List<Entry> listNewer(String organizationId, String buildId, String than, int atMost) {
    database.settleHot();
    return database
        .read(sql ->
            select(sql)
                .where(REFUSED_CALL.ORGANIZATION_ID.eq(organizationId))
                .and(REFUSED_CALL.BUILD_ID.eq(buildId))
                .and(REFUSED_CALL.ID.gt(than))
                .orderBy(REFUSED_CALL.ID)
                .limit(atMost)
                .fetch(RefusedCalls::entry))
        .reversed();
  }

  /** The newest of those that are meant. */
  List<Entry> newest(Condition which, int atMost) {
    database.settleHot();
    return database.snapshot(sql ->
        select(sql)
            .where(which)
            .orderBy(REFUSED_CALL.REFUSED_MS.desc(), REFUSED_CALL.ID.desc())
            .limit(atMost)
            .fetch(RefusedCalls::entry));
  }

  private static SelectOnConditionStep<Record> select(DSLContext sql) {
    return sql.select(REFUSED_CALL.fields())
        .select(ASK_SHAPE.SHAPE)
        .from(REFUSED_CALL)
        .leftJoin(ASK_SHAPE)
        .on(ASK_SHAPE.ID.eq(REFUSED_CALL.ASK_SHAPE));
  }

  /** How many refusals of a build there are: all, or those that {@link #list} leaves out before. */
  public long count(String organizationId, String buildId, @Nullable String before) {
    database.settleHot();
    return database.read(sql ->
        sql.selectCount()
            .from(REFUSED_CALL)
            .where(REFUSED_CALL.ORGANIZATION_ID.eq(organizationId))
            .and(REFUSED_CALL.BUILD_ID.eq(buildId))
            .and(before == null ? DSL.noCondition() : REFUSED_CALL.ID.ge(before))
            .fetchSingle()
            .value1());
  }

  private static Entry entry(Record row) {
    return new Entry(
        row.get(REFUSED_CALL.ID),
        row.get(REFUSED_CALL.PIPELINE_SLUG),
        row.get(REFUSED_CALL.BUILD_ID),
        row.get(REFUSED_CALL.BUILD_NUMBER),
        row.get(REFUSED_CALL.JOB_ID),
        row.get(REFUSED_CALL.BRANCH),
        row.get(REFUSED_CALL.BRANCH_CLASS),
        row.get(REFUSED_CALL.SOURCE),
        row.get(REFUSED_CALL.CREATOR_ID),
        row.get(REFUSED_CALL.PROVIDER),
        row.get(REFUSED_CALL.MODEL),
        row.get(REFUSED_CALL.MAX_TOKENS),
        row.get(REFUSED_CALL.STREAMED),
        row.get(ASK_SHAPE.SHAPE),
        row.get(REFUSED_CALL.ENFORCED),
        row.get(REFUSED_CALL.CODE),
        row.get(REFUSED_CALL.RULE),
        row.get(REFUSED_CALL.POLICY_VERSION),
        row.get(REFUSED_CALL.ALLOWANCE_ID),
        row.get(REFUSED_CALL.SENTENCE),
        row.get(REFUSED_CALL.TIMES),
        Instant.ofEpochMilli(row.get(REFUSED_CALL.REFUSED_MS)));
  }
}
