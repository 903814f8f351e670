package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.sum;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** How many calls were refused, by code and period. */
record RefusedQuery(String organizationId, UsageRange range, UsageFilter filter, Grain grain)
    implements Function<DSLContext, Map<String, Map<Long, Long>>> {

  @Override
  public Map<String, Map<Long, Long>> apply(DSLContext sql) {
    Field<Long> at = Periods.start(REFUSED_CALL.REFUSED_MS, grain, range).as(UsageParts.AT);
    var times = sum(REFUSED_CALL.TIMES);
    var found = new TreeMap<String, Map<Long, Long>>();
    sql.select(REFUSED_CALL.CODE, at, times)
        .from(REFUSED_CALL)
        .where(which())
        .groupBy(REFUSED_CALL.CODE, at)
        .forEach(row ->
            found
                .computeIfAbsent(row.value1(), _ -> new TreeMap<>())
                .put(row.value2(), row.value3().longValueExact()));
    return found;
  }

  /** All of them, whatever the reason. */
  long total(DSLContext sql) {
    var total =
        sql.select(sum(REFUSED_CALL.TIMES))
            .from(REFUSED_CALL)
            .where(which())
            .fetchSingle()
            .value1();
    return total == null ? 0 : total.longValueExact();
  }

  private Condition which() {
    return RefusedRows.which(organizationId, range, filter);
  }
}
