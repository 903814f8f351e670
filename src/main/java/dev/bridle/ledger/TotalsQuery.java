package dev.bridle.ledger;

import java.util.function.Function;
import org.jooq.DSLContext;

/** What all of it adds up to. */
record TotalsQuery(UsageParts parts) implements Function<DSLContext, Sums> {
  @Override
  public Sums apply(DSLContext sql) {
    var table = parts.in(sql);
    return sql.select(SumColumns.totals(table))
        .from(table)
        .fetchSingle(row -> SumColumns.read(row, 0));
  }
}
