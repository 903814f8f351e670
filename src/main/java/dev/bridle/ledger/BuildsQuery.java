package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What single builds have used within a range: the sums day by day, and calls beyond the cursor.
 */
record BuildsQuery(String organizationId, UsageRange range, UsageFilter filter) {
  private static final List<String> FACTS =
      List.of("build_id", "pipeline_slug", "build_number", "branch", "creator_id", "first_ms");

  /** The dearest of all that the filter lets pass; reads every row of them. */
  List<BuildUsage> dearest(DSLContext sql, int atMost) {
    return fetch(sql, settled(DSL.noCondition()).unionAll(later(sql)), atMost);
  }

  /** Those builds, by their ids, as far as they have used anything. */
  Map<String, BuildUsage> of(DSLContext sql, Collection<String> ids) {
    return byId(fetch(sql, settled(USAGE_BUILD.BUILD_ID.in(ids)), null));
  }

  /** Those with calls that the sums don't hold yet, with all that they have used. */
  Map<String, BuildUsage> late(DSLContext sql) {
    var ids = byId(fetch(sql, later(sql), null)).keySet();
    return ids.isEmpty()
        ? Map.of()
        : byId(fetch(sql, settled(USAGE_BUILD.BUILD_ID.in(ids)).unionAll(later(sql)), null));
  }

  private static Map<String, BuildUsage> byId(List<BuildUsage> builds) {
    var found = new LinkedHashMap<String, BuildUsage>();
    builds.forEach(build -> found.put(build.buildId(), build));
    return found;
  }

  private List<BuildUsage> fetch(DSLContext sql, Select<Record> rows, @Nullable Integer atMost) {
    Table<?> parts = rows.asTable("parts");
    var id = text(parts, 0);
    return sql.select(id)
        .select(max(text(parts, 1)), max(number(parts, 2)), max(text(parts, 3)))
        .select(max(text(parts, 4)), min(number(parts, 5)))
        .select(SumColumns.totals(parts))
        .from(parts)
        .groupBy(id)
        .orderBy(Measure.COST.of(parts).desc(), id.desc())
        .limit(atMost == null ? inline(Integer.MAX_VALUE) : inline(atMost))
        .fetch(row -> BuildUsage.of(row, FACTS.size()));
  }

  private Select<Record> settled(Condition which) {
    return select(
            USAGE_BUILD.BUILD_ID.as(FACTS.get(0)),
            USAGE_BUILD.PIPELINE_SLUG.as(FACTS.get(1)),
            USAGE_BUILD.BUILD_NUMBER.as(FACTS.get(2)),
            USAGE_BUILD.BRANCH.as(FACTS.get(3)),
            USAGE_BUILD.CREATOR_ID.as(FACTS.get(4)),
            USAGE_BUILD.START_MS.as(FACTS.get(5)))
        .select(SumColumns.of(USAGE_BUILD))
        .from(USAGE_BUILD)
        .where(which)
        .and(USAGE_BUILD.ORGANIZATION_ID.eq(organizationId))
        .and(USAGE_BUILD.START_MS.ge(range.fromMs()))
        .and(USAGE_BUILD.START_MS.lt(range.toMs()))
        .and(meant(new SumSource.OfBuilds()))
        .and(
            failed()
                ? USAGE_BUILD.OUTCOME.ne(inline(Outcome.COMPLETED.word()))
                : DSL.noCondition());
  }

  /** The few that didn't complete have an index of their own, which is to be named. */
  private boolean failed() {
    return filter
        .value(Dimension.STATUS)
        .filter(status -> !status.equals(Outcome.COMPLETED.word()))
        .isPresent();
  }

  private Select<Record> later(DSLContext sql) {
    long cursor = sql.select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).fetchSingle().value1();
    return calls(MODEL_CALL.SETTLE_NO.gt(inline(cursor)))
        .unionAll(calls(MODEL_CALL.SETTLE_NO.isNull()));
  }

  private Select<Record> calls(Condition which) {
    return select(
            MODEL_CALL.BUILD_ID.as(FACTS.get(0)),
            MODEL_CALL.PIPELINE_SLUG.as(FACTS.get(1)),
            MODEL_CALL.BUILD_NUMBER.as(FACTS.get(2)),
            CountedCall.OF_BRANCH.as(FACTS.get(3)),
            MODEL_CALL.CREATOR_ID.as(FACTS.get(4)),
            MODEL_CALL.OPENED_MS.as(FACTS.get(5)))
        .select(SumColumns.ofCalls())
        .from(MODEL_CALL)
        .where(which)
        .and(MODEL_CALL.ORGANIZATION_ID.concat("").eq(organizationId))
        .and(MODEL_CALL.OPENED_MS.ge(range.fromMs()))
        .and(MODEL_CALL.OPENED_MS.lt(range.toMs()))
        .and(CountedCall.SENT)
        .and(meant(new SumSource.OfCalls()));
  }

  private Condition meant(SumSource source) {
    Condition all = DSL.noCondition();
    for (var one : filter.values().entrySet()) {
      all = all.and(one.getKey().of(source).eq(one.getValue()));
    }
    return all;
  }

  private static Field<String> text(Table<?> parts, int fact) {
    return Objects.requireNonNull(parts.field(FACTS.get(fact), String.class));
  }

  private static Field<Long> number(Table<?> parts, int fact) {
    return Objects.requireNonNull(parts.field(FACTS.get(fact), Long.class));
  }
}
