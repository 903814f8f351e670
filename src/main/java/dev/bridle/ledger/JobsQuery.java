package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The jobs that cost most. No sums are kept of them: every call of the range is read. */
record JobsQuery(String organizationId, UsageRange range, UsageFilter filter, int atMost)
    implements Function<DSLContext, List<BreakdownQuery.Row>> {

  @Override
  public List<BreakdownQuery.Row> apply(DSLContext sql) {
    var calls = new SumSource.OfCalls();
    var meant =
        filter.values().entrySet().stream()
            .map(one -> one.getKey().of(calls).eq(one.getValue()))
            .reduce(DSL.noCondition(), Condition::and);
    var parts =
        DSL.select(MODEL_CALL.JOB_ID)
            .select(SumColumns.ofCalls())
            .from(MODEL_CALL)
            .where(MODEL_CALL.ORGANIZATION_ID.eq(organizationId))
            .and(MODEL_CALL.OPENED_MS.ge(range.fromMs()))
            .and(MODEL_CALL.OPENED_MS.lt(range.toMs()))
            .and(CountedCall.SENT)
            .and(meant)
            .asTable("parts");
    var job = Objects.requireNonNull(parts.field(0, String.class));
    return sql.select(job)
        .select(SumColumns.totals(parts))
        .from(parts)
        .groupBy(job)
        .orderBy(Measure.COST.of(parts).desc(), job)
        .limit(atMost)
        .fetch(row -> new BreakdownQuery.Row(row.get(job), SumColumns.read(row, 1)));
  }
}
