package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.sum;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;

/** How many calls were refused by period, whatever the reason. */
record RefusedTimesQuery(String organizationId, UsageRange range, UsageFilter filter, Grain grain)
    implements Function<DSLContext, Map<Long, Long>> {
  @Override
  public Map<Long, Long> apply(DSLContext sql) {
    var at = Periods.start(REFUSED_CALL.REFUSED_MS, grain, range).as(UsageParts.AT);
    var found = new TreeMap<Long, Long>();
    sql.select(at, sum(REFUSED_CALL.TIMES))
        .from(REFUSED_CALL)
        .where(RefusedRows.which(organizationId, range, filter))
        .groupBy(at)
        .forEach(row -> found.put(row.value1(), row.value2().longValueExact()));
    return found;
  }
}
