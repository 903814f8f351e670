package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static org.jooq.impl.DSL.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The groups of an organization's usage between two days: the roll-ups and, beyond their cursor,
 * the calls themselves. It is one statement, so that no call is seen in both or in neither.
 */
record SumsQuery(String organizationId, long fromMs, long toMs, GroupBy by)
    implements Function<DSLContext, List<SumsQuery.Group>> {

  record Group(String key, Sums sums) {}

  @Override
  public List<Group> apply(DSLContext sql) {
    Table<?> parts = parts().asTable("parts");
    List<Field<?>> keys =
        by.ofCalls().stream().<Field<?>>map(key -> parts.field(key.getName())).toList();
    List<Field<?>> fields = new ArrayList<>(keys);
    fields.addAll(SumColumns.totals(parts));
    return sql.select(fields)
        .from(parts)
        .groupBy(keys)
        .orderBy(keys)
        .fetch(row -> new Group(by.key(row), SumColumns.read(row, keys.size())));
  }

  private Select<? extends Record> parts() {
    return settled()
        .map(sums -> sums.unionAll(settledLater()).unionAll(open()))
        .orElseGet(() -> calls(MODEL_CALL.ORGANIZATION_ID.eq(organizationId)));
  }

  private Optional<Select<Record>> settled() {
    return switch (by.source()) {
      case SUMS_OF_ORGANIZATION -> Optional.of(sums(SumKey.ORGANIZATION));
      case SUMS_OF_PIPELINES -> Optional.of(sums(SumKey.PIPELINE));
      case BUILDS -> Optional.of(builds());
      case CALLS -> Optional.empty();
    };
  }

  private Select<Record> sums(String subject) {
    return select(with(by.ofSums(), SumColumns.of(USAGE_SUM)))
        .from(USAGE_SUM)
        .where(USAGE_SUM.ORGANIZATION_ID.eq(organizationId))
        .and(USAGE_SUM.SUBJECT.eq(subject))
        .and(USAGE_SUM.GRAIN.eq(Grain.DAY.word()))
        .and(USAGE_SUM.START_MS.ge(fromMs))
        .and(USAGE_SUM.START_MS.lt(toMs));
  }

  private Select<Record> builds() {
    return select(with(by.ofSums(), SumColumns.of(USAGE_BUILD)))
        .from(USAGE_BUILD)
        .where(USAGE_BUILD.ORGANIZATION_ID.eq(organizationId))
        .and(USAGE_BUILD.START_MS.ge(fromMs))
        .and(USAGE_BUILD.START_MS.lt(toMs));
  }

  private Select<Record> settledLater() {
    Field<Long> cursor = select(USAGE_CURSOR.SETTLE_NO).from(USAGE_CURSOR).asField();
    return calls(MODEL_CALL.SETTLE_NO.gt(cursor).and(ofOrganization()));
  }

  private Select<Record> open() {
    return calls(MODEL_CALL.SETTLE_NO.isNull().and(ofOrganization()));
  }

  /** So written that a database reads the few last calls, not all of the organization's. */
  private Condition ofOrganization() {
    return MODEL_CALL.ORGANIZATION_ID.concat("").eq(organizationId);
  }

  private Select<Record> calls(Condition which) {
    return select(with(by.ofCalls(), SumColumns.ofCalls()))
        .from(MODEL_CALL)
        .where(which)
        .and(MODEL_CALL.OPENED_MS.ge(fromMs))
        .and(MODEL_CALL.OPENED_MS.lt(toMs))
        .and(CountedCall.SENT);
  }

  private static List<Field<?>> with(List<Field<?>> keys, List<Field<Long>> sums) {
    List<Field<?>> all = new ArrayList<>(keys);
    all.addAll(sums);
    return all;
  }
}
