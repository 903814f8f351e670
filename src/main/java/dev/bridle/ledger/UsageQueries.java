package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.store.Database;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the ledger's rows add up to. Whoever saw a call end finds it here. */
public final class UsageQueries {
  private final Database database;

  public UsageQueries(Database database) {
    this.database = database;
  }

  public UsageReport usage(String organizationId, LocalDate from, LocalDate to, GroupBy by) {
    database.settleHot();
    var groups = database.read(new SumsQuery(organizationId, startMs(from), startMs(to), by));
    Sums totals = groups.stream().map(SumsQuery.Group::sums).reduce(Sums.NONE, Sums::plus);
    return new UsageReport(
        from,
        to,
        totals.totals(),
        groups.stream()
            .map(group -> new UsageReport.Group(group.key(), group.sums().totals()))
            .toList());
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

  /** What the jobs of a build have used, by their ids; those that made no call are missing. */
  public Map<String, Totals> ofJobs(String buildId) {
    database.settleHot();
    var sums = new HashMap<String, Sums>();
    database
        .read(sql ->
            sql.select(CountedCall.COLUMNS)
                .select(MODEL_CALL.JOB_ID)
                .from(MODEL_CALL)
                .where(MODEL_CALL.BUILD_ID.eq(buildId))
                .and(CountedCall.SENT)
                .fetch())
        .forEach(
            row -> sums.merge(row.get(MODEL_CALL.JOB_ID), CountedCall.of(row).sums(), Sums::plus));
    var totals = new HashMap<String, Totals>();
    sums.forEach((job, sum) -> totals.put(job, sum.totals()));
    return totals;
  }

  private static long startMs(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
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
