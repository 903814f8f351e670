package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.bridle.price.Money;
import dev.bridle.store.Database;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the ledger's rows add up to. Whoever saw a call end finds it here. */
public final class UsageQueries {
  private static final Field<Integer> CALLS = count();
  private static final Field<BigDecimal> INPUT = total(MODEL_CALL.INPUT_TOKENS);
  private static final Field<BigDecimal> OUTPUT = total(MODEL_CALL.OUTPUT_TOKENS);
  private static final Field<BigDecimal> CACHE_READ = total(MODEL_CALL.CACHE_READ_TOKENS);
  private static final Field<BigDecimal> CACHE_WRITE =
      total(MODEL_CALL.CACHE_WRITE_5M_TOKENS.plus(MODEL_CALL.CACHE_WRITE_1H_TOKENS));
  private static final Field<BigDecimal> COST = total(MODEL_CALL.COST_NANO);

  /** A call that never left is no call. */
  private static final Condition SENT = MODEL_CALL.OUTCOME.ne(Outcome.NOT_SENT.word());

  private final Database database;

  public UsageQueries(Database database) {
    this.database = database;
  }

  private static Field<BigDecimal> total(Field<Long> column) {
    return coalesce(sum(column), val(BigDecimal.ZERO));
  }

  public UsageReport usage(String organizationId, LocalDate from, LocalDate to, GroupBy by) {
    database.settleHot();
    Condition which =
        MODEL_CALL
            .ORGANIZATION_ID
            .eq(organizationId)
            .and(MODEL_CALL.OPENED_MS.ge(startMs(from)))
            .and(MODEL_CALL.OPENED_MS.lt(startMs(to)))
            .and(SENT);
    return new UsageReport(from, to, totals(which), groups(which, by));
  }

  /** What one build has used. */
  public Totals ofBuild(String buildId) {
    database.settleHot();
    return totals(MODEL_CALL.BUILD_ID.eq(buildId).and(SENT));
  }

  private static long startMs(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private Totals totals(Condition which) {
    return database.read(
        sql -> totals(sql.select(sums(List.of())).from(MODEL_CALL).where(which).fetchSingle()));
  }

  private List<UsageReport.Group> groups(Condition which, GroupBy by) {
    return database.read(sql ->
        sql.select(sums(by.fields()))
            .from(MODEL_CALL)
            .where(which)
            .groupBy(by.fields())
            .orderBy(by.fields())
            .fetch(row -> new UsageReport.Group(by.key(row), totals(row))));
  }

  private static List<SelectField<?>> sums(List<Field<?>> keys) {
    var fields = new ArrayList<SelectField<?>>(keys);
    fields.addAll(List.of(CALLS, INPUT, OUTPUT, CACHE_READ, CACHE_WRITE, COST));
    return fields;
  }

  private static Totals totals(Record row) {
    return new Totals(
        row.get(CALLS),
        row.get(INPUT).longValueExact(),
        row.get(OUTPUT).longValueExact(),
        row.get(CACHE_READ).longValueExact(),
        row.get(CACHE_WRITE).longValueExact(),
        new Money(row.get(COST).longValueExact()));
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
