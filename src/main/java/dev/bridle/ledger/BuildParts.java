package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The rows that the usage of one build is added up from: a key, and the columns of sums. */
record BuildParts(String organizationId, String buildId, UsageRange range, UsageFilter filter) {
  /** Its sums, and its calls beyond the cursor of the roll-ups. */
  Table<?> byModel(DSLContext sql) {
    long cursor = sql.select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).fetchSingle().value1();
    return sums()
        .unionAll(calls(CountedCall.OF_MODEL).and(MODEL_CALL.SETTLE_NO.gt(inline(cursor))))
        .unionAll(calls(CountedCall.OF_MODEL).and(MODEL_CALL.SETTLE_NO.isNull()))
        .asTable("parts");
  }

  /** Of jobs no sums are kept: all calls of the build. */
  Table<?> byJob() {
    return calls(MODEL_CALL.JOB_ID).asTable("parts");
  }

  private Select<Record> sums() {
    return select(USAGE_BUILD.MODEL.as("key0"))
        .select(SumColumns.of(USAGE_BUILD))
        .from(USAGE_BUILD)
        .where(USAGE_BUILD.BUILD_ID.eq(buildId))
        .and(USAGE_BUILD.ORGANIZATION_ID.concat("").eq(organizationId))
        .and(USAGE_BUILD.START_MS.ge(range.fromMs()))
        .and(USAGE_BUILD.START_MS.lt(range.toMs()))
        .and(meant(new SumSource.OfBuilds()));
  }

  private org.jooq.SelectConditionStep<Record> calls(Field<String> key) {
    return select(key.as("key0"))
        .select(SumColumns.ofCalls())
        .from(MODEL_CALL)
        .where(MODEL_CALL.BUILD_ID.eq(buildId))
        .and(MODEL_CALL.ORGANIZATION_ID.concat("").eq(organizationId))
        .and(MODEL_CALL.OPENED_MS.ge(range.fromMs()))
        .and(MODEL_CALL.OPENED_MS.lt(range.toMs()))
        .and(CountedCall.SENT)
        .and(meant(new SumSource.OfCalls()));
  }

  private Condition meant(SumSource source) {
    return filter.values().entrySet().stream()
        .map(one -> one.getKey().of(source).eq(one.getValue()))
        .reduce(DSL.noCondition(), Condition::and);
  }
}
