package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * How many calls were refused by period and by the largest groups; all others have the empty key.
 * The rows are wide and are read once: groups are found in what they were added up to.
 */
record RefusedSeriesQuery(
    String organizationId,
    UsageRange range,
    UsageFilter filter,
    Grain grain,
    Field<String> by,
    int lines)
    implements Function<DSLContext, Map<String, Map<Long, Long>>> {
  private static final Field<String> KEY = field(name("added", "key0"), String.class);
  private static final Field<Long> AT = field(name("added", UsageParts.AT), Long.class);
  private static final Field<BigDecimal> TIMES = field(name("added", "times"), BigDecimal.class);
  private static final Field<String> LARGE = field(name("largest", "key1"), String.class);

  @Override
  public Map<String, Map<Long, Long>> apply(DSLContext sql) {
    var at = Periods.start(REFUSED_CALL.REFUSED_MS, grain, range);
    var added =
        name("added")
            .as(
                select(by.as("key0"), at.as(UsageParts.AT), sum(REFUSED_CALL.TIMES).as("times"))
                    .from(REFUSED_CALL)
                    .where(RefusedRows.which(organizationId, range, filter))
                    .groupBy(field(name("key0")), field(name(UsageParts.AT))));
    var largest =
        name("largest")
            .as(
                select(KEY.as("key1"))
                    .from(added)
                    .where(KEY.isNotNull())
                    .groupBy(KEY)
                    .orderBy(sum(TIMES).desc(), KEY)
                    .limit(lines));
    var line = coalesce(LARGE, inline(""));
    var found = new TreeMap<String, Map<Long, Long>>();
    sql.with(added)
        .with(largest)
        .select(line, AT, sum(TIMES))
        .from(added)
        .leftJoin(largest)
        .on(KEY.eq(LARGE))
        .groupBy(line, AT)
        .forEach(row ->
            found
                .computeIfAbsent(row.value1(), _ -> new TreeMap<>())
                .put(row.value2(), row.value3().longValueExact()));
    return found;
  }
}
