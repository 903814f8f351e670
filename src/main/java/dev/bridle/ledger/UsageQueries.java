package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.store.Database;
import java.util.List;
import org.jooq.Condition;
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
    database.settleHot();
    return database
        .read(sql ->
            sql.select(CountedCall.COLUMNS)
                .from(MODEL_CALL)
                .where(MODEL_CALL.BUILD_ID.eq(buildId))
                .and(CountedCall.SENT)
                .fetch(CountedCall::of))
        .stream()
        .map(CountedCall::sums)
        .reduce(Sums.NONE, Sums::plus)
        .totals();
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
