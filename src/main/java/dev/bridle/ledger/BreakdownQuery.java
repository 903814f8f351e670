package dev.bridle.ledger;

import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;

/** The largest groups of a dimension, in order. */
record BreakdownQuery(UsageParts parts, Dimension by, Measure order, int atMost)
    implements Function<DSLContext, List<BreakdownQuery.Row>> {

  record Row(String key, Sums sums) {}

  @Override
  public List<Row> apply(DSLContext sql) {
    return by == Dimension.BRANCH && isOfSums(parts.source(by)) ? ordered(sql) : rows(sql, parts);
  }

  private static boolean isOfSums(SumSource source) {
    return source instanceof SumSource.OfSubject || source instanceof SumSource.OfPair;
  }

  /** Of very many groups first only their order, then all sums of the few that are shown. */
  private List<Row> ordered(DSLContext sql) {
    var table = parts.by(by).in(sql);
    var key = UsageParts.key(table);
    List<String> largest =
        sql.select(key)
            .from(table)
            .where(key.isNotNull())
            .groupBy(key)
            .orderBy(order.of(table).desc(), key)
            .limit(atMost)
            .fetch(key);
    return largest.isEmpty() ? List.of() : rows(sql, parts.only(largest));
  }

  private List<Row> rows(DSLContext sql, UsageParts some) {
    var table = some.by(by).in(sql);
    var key = UsageParts.key(table);
    return sql.select(key)
        .select(SumColumns.totals(table))
        .from(table)
        .where(key.isNotNull())
        .groupBy(key)
        .orderBy(order.of(table).desc(), key)
        .limit(atMost)
        .fetch(row -> new Row(row.get(key), SumColumns.read(row, 1)));
  }
}
