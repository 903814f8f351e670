package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import java.util.ArrayList;
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

/**
 * What single builds have used within a range: the sums day by day, and calls beyond the cursor.
 */
record BuildsQuery(String organizationId, UsageRange range, UsageFilter filter) {
  private static final List<String> FACTS =
      List.of("build_id", "pipeline_slug", "build_number", "branch", "creator_id", "first_ms");
  private static final List<Field<?>> OF_BUILDS =
      columns(
          List.of(
              USAGE_BUILD.BUILD_ID,
              USAGE_BUILD.PIPELINE_SLUG,
              USAGE_BUILD.BUILD_NUMBER,
              USAGE_BUILD.BRANCH,
              USAGE_BUILD.CREATOR_ID,
              USAGE_BUILD.START_MS),
          SumColumns.of(USAGE_BUILD));
  private static final List<Field<?>> OF_CALLS =
      columns(
          List.of(
              MODEL_CALL.BUILD_ID,
              MODEL_CALL.PIPELINE_SLUG,
              MODEL_CALL.BUILD_NUMBER,
              CountedCall.OF_BRANCH,
              MODEL_CALL.CREATOR_ID,
              MODEL_CALL.OPENED_MS),
          SumColumns.ofCalls());
  private static final List<Field<?>> COST_OF_BUILDS =
      columns(List.of(USAGE_BUILD.BUILD_ID), List.of(USAGE_BUILD.COST_NANO));
  private static final List<Field<?>> COST_OF_CALLS =
      columns(List.of(MODEL_CALL.BUILD_ID), List.of(MODEL_CALL.COST_NANO));

  private static List<Field<?>> columns(List<Field<?>> facts, List<Field<Long>> sums) {
    var all = new ArrayList<Field<?>>();
    for (int i = 0; i < facts.size(); i++) {
      all.add(facts.get(i).as(FACTS.get(i)));
    }
    all.addAll(sums);
    return List.copyOf(all);
  }

  /** All that the filter lets pass, the dearest first. */
  List<BuildUsage> all(DSLContext sql) {
    return fetch(sql, settled(OF_BUILDS, ofOrganization()).unionAll(later(sql, OF_CALLS)));
  }

  /**
   * The dearest of all that the filter lets pass. Every row of them is read for what it cost, and
   * for the rest only those of the few that are shown.
   */
  List<BuildUsage> dearest(DSLContext sql, int atMost) {
    Table<?> parts =
        settled(COST_OF_BUILDS, ofOrganization())
            .unionAll(later(sql, COST_OF_CALLS))
            .asTable("parts");
    var id = text(parts, 0);
    return whole(
        sql,
        sql.select(id)
            .from(parts)
            .groupBy(id)
            .orderBy(Measure.COST.of(parts).desc(), id.desc())
            .limit(atMost)
            .fetch(id));
  }

  /** Those builds, by their ids, as far as they have used anything. */
  Map<String, BuildUsage> of(DSLContext sql, Collection<String> ids) {
    return byId(fetch(sql, settled(OF_BUILDS, these(ids))));
  }

  /** Those with calls that the sums don't hold yet, with all that they have used. */
  Map<String, BuildUsage> late(DSLContext sql) {
    Table<?> parts = later(sql, COST_OF_CALLS).asTable("parts");
    var id = text(parts, 0);
    return byId(whole(sql, sql.selectDistinct(id).from(parts).fetch(id)));
  }

  private List<BuildUsage> whole(DSLContext sql, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : fetch(
            sql,
            settled(OF_BUILDS, these(ids))
                .unionAll(later(sql, OF_CALLS, MODEL_CALL.BUILD_ID.in(ids))));
  }

  private Condition ofOrganization() {
    return USAGE_BUILD.ORGANIZATION_ID.eq(organizationId);
  }

  /** So written that SQLite looks for the builds, not for all that happened within the range. */
  private Condition these(Collection<String> ids) {
    return USAGE_BUILD
        .BUILD_ID
        .in(ids)
        .and(USAGE_BUILD.ORGANIZATION_ID.concat("").eq(organizationId));
  }

  private static Map<String, BuildUsage> byId(List<BuildUsage> builds) {
    var found = new LinkedHashMap<String, BuildUsage>();
    builds.forEach(build -> found.put(build.buildId(), build));
    return found;
  }

  private static List<BuildUsage> fetch(DSLContext sql, Select<Record> rows) {
    Table<?> parts = rows.asTable("parts");
    var id = text(parts, 0);
    return sql.select(id)
        .select(max(text(parts, 1)), max(number(parts, 2)), max(text(parts, 3)))
        .select(max(text(parts, 4)), min(number(parts, 5)))
        .select(SumColumns.totals(parts))
        .from(parts)
        .groupBy(id)
        .orderBy(Measure.COST.of(parts).desc(), id.desc())
        .fetch(row -> BuildUsage.of(row, FACTS.size()));
  }

  private Select<Record> settled(List<Field<?>> columns, Condition which) {
    return select(columns)
        .from(USAGE_BUILD)
        .where(which)
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

  private Select<Record> later(DSLContext sql, List<Field<?>> columns) {
    return later(sql, columns, DSL.noCondition());
  }

  private Select<Record> later(DSLContext sql, List<Field<?>> columns, Condition which) {
    long cursor = sql.select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).fetchSingle().value1();
    return calls(columns, MODEL_CALL.SETTLE_NO.gt(inline(cursor)).and(which))
        .unionAll(calls(columns, MODEL_CALL.SETTLE_NO.isNull().and(which)));
  }

  private Select<Record> calls(List<Field<?>> columns, Condition which) {
    return select(columns)
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
