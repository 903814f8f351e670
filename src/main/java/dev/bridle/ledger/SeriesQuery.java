package dev.bridle.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Usage period by period: by period, or by a value and period.
 *
 * @param by what is told apart; null when nothing is, and then all is under the empty key
 */
record SeriesQuery(UsageParts parts, @Nullable Dimension by)
    implements Function<DSLContext, Map<String, Map<Long, Sums>>> {

  @Override
  public Map<String, Map<Long, Sums>> apply(DSLContext sql) {
    var table = (by == null ? parts : parts.by(by)).in(sql);
    List<Field<?>> keys = new ArrayList<>(List.of(UsageParts.at(table)));
    if (by != null) {
      keys.add(UsageParts.key(table));
    }
    List<Field<?>> fields = new ArrayList<>(keys);
    fields.addAll(SumColumns.totals(table));
    var lines = new TreeMap<String, Map<Long, Sums>>();
    sql.select(fields)
        .from(table)
        .groupBy(keys)
        .forEach(row -> {
          String key = by == null ? "" : row.get(1, String.class);
          if (key != null) {
            lines
                .computeIfAbsent(key, _ -> new TreeMap<>())
                .put(row.get(0, Long.class), SumColumns.read(row, keys.size()));
          }
        });
    return lines;
  }
}
