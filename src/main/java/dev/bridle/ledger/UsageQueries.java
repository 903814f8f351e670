package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Single calls, and what those of a build add up to. Whoever saw a call end finds it here. */
public final class UsageQueries {
  private final Database database;

  public UsageQueries(Database database) {
    this.database = database;
  }

  /** What one build has used. */
  public Totals ofBuild(String buildId) {
    return totals(calls(buildId));
  }

  /** What one job of a build has used. */
  public Totals ofJob(String buildId, String jobId) {
    return totals(calls(MODEL_CALL.BUILD_ID.eq(buildId).and(MODEL_CALL.JOB_ID.eq(jobId))));
  }

  private Totals totals(Table<?> calls) {
    database.settleHot();
    return database.read(sql ->
        sql.select(SumColumns.totals(calls))
            .from(calls)
            .fetchSingle(row -> SumColumns.read(row, 0).totals()));
  }

  /** What the jobs of a build have used, by their ids; those that made no call are missing. */
  public Map<String, Totals> ofJobs(String buildId) {
    database.settleHot();
    var calls = calls(buildId);
    Field<String> job = Objects.requireNonNull(calls.field(MODEL_CALL.JOB_ID));
    return database.read(sql ->
        sql.select(job)
            .select(SumColumns.totals(calls))
            .from(calls)
            .groupBy(job)
            .fetchMap(row -> row.get(job), row -> SumColumns.read(row, 1).totals()));
  }

  /** A build's calls as they count. */
  private static Table<?> calls(String buildId) {
    return calls(MODEL_CALL.BUILD_ID.eq(buildId));
  }

  private static Table<?> calls(Condition which) {
    return DSL.select(MODEL_CALL.JOB_ID)
        .select(SumColumns.ofCalls())
        .from(MODEL_CALL)
        .where(which)
        .and(CountedCall.SENT)
        .asTable("calls_of_build");
  }

  /** Single calls after one of them, oldest first. */
  public List<CallRow> calls(
      String organizationId,
      @Nullable String buildId,
      @Nullable String jobId,
      @Nullable String after,
      int atMost) {
    database.settleHot();
    Condition which =
        DSL.and(
            MODEL_CALL.ORGANIZATION_ID.eq(organizationId),
            buildId == null ? DSL.noCondition() : MODEL_CALL.BUILD_ID.eq(buildId),
            jobId == null ? DSL.noCondition() : MODEL_CALL.JOB_ID.eq(jobId),
            after == null ? DSL.noCondition() : MODEL_CALL.ID.gt(after));
    return database.read(sql ->
        sql.selectFrom(MODEL_CALL)
            .where(which)
            .orderBy(MODEL_CALL.ID)
            .limit(atMost)
            .fetch(CallRow::of));
  }
}
