package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.sum;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** How many calls were refused with each error code, the most frequent first. */
record RefusedReasonsQuery(Condition which) implements Function<DSLContext, Map<String, Long>> {
  @Override
  public Map<String, Long> apply(DSLContext sql) {
    var times = sum(REFUSED_CALL.TIMES);
    var found = new LinkedHashMap<String, Long>();
    sql.select(REFUSED_CALL.CODE, times)
        .from(REFUSED_CALL)
        .where(which)
        .groupBy(REFUSED_CALL.CODE)
        .orderBy(times.desc(), REFUSED_CALL.CODE)
        .forEach(row -> found.put(row.value1(), row.value2().longValueExact()));
    return found;
  }
}
