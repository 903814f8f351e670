package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The groups whose calls were refused most often, in order, and how often all were.
 *
 * @param by null for builds, of which more is told
 */
record RefusedGroupsQuery(
    String organizationId,
    UsageRange range,
    UsageFilter filter,
    @Nullable Field<String> by,
    int offset,
    int atMost)
    implements Function<DSLContext, RefusedBreakdown> {
  private static final int FACTS_AT = 3;

  @Override
  public RefusedBreakdown apply(DSLContext sql) {
    var times = sum(REFUSED_CALL.TIMES);
    Field<String> key = (by == null ? REFUSED_CALL.BUILD_ID : by).as("key0");
    var ofAll = sum(times).over();
    var rows = new ArrayList<RefusedBreakdown.Group>();
    long total = 0;
    // One more than is shown, and one for those that are of no group.
    for (var row :
        sql.select(key, times, ofAll)
            .select(facts())
            .from(REFUSED_CALL)
            .where(RefusedRows.which(organizationId, range, filter))
            .groupBy(field(name("key0")))
            .orderBy(times.desc(), field(name("key0")))
            .limit(offset + atMost + 2)) {
      total = row.get(2, BigDecimal.class).longValueExact();
      String found = row.get(0, String.class);
      if (found != null) {
        rows.add(
            new RefusedBreakdown.Group(
                found, row.get(1, BigDecimal.class).longValueExact(), build(row)));
      }
    }
    return RefusedBreakdown.of(rows, total, offset, atMost);
  }

  private List<Field<?>> facts() {
    return by != null
        ? List.of()
        : List.of(
            max(REFUSED_CALL.PIPELINE_SLUG),
            max(REFUSED_CALL.BUILD_NUMBER),
            max(REFUSED_CALL.BRANCH),
            max(REFUSED_CALL.CREATOR_ID));
  }

  private RefusedBreakdown.@Nullable Build build(Record row) {
    return by != null
        ? null
        : new RefusedBreakdown.Build(
            row.get(FACTS_AT, String.class),
            row.get(FACTS_AT + 1, Long.class),
            row.get(FACTS_AT + 2, String.class),
            row.get(FACTS_AT + 3, String.class));
  }
}
