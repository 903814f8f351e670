package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.REFUSED_CALL;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
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
            .from(REFUSED_CALL)
            .where(RefusedRows.which(organizationId, range, filter))
            .groupBy(field(name("key0")))
            .orderBy(times.desc(), field(name("key0")))
            .limit(offset + atMost + 2)) {
      total = row.value3().longValueExact();
      if (row.value1() != null) {
        rows.add(new RefusedBreakdown.Group(row.value1(), row.value2().longValueExact(), null));
      }
    }
    var breakdown = RefusedBreakdown.of(rows, total, offset, atMost);
    return by == null ? breakdown.with(builds(sql, breakdown.groups())) : breakdown;
  }

  /** By themselves: all builds are grouped by an index that has no more than their ids. */
  private static Map<String, RefusedBreakdown.Build> builds(
      DSLContext sql, List<RefusedBreakdown.Group> groups) {
    return sql.select(
            REFUSED_CALL.BUILD_ID,
            max(REFUSED_CALL.PIPELINE_SLUG),
            max(REFUSED_CALL.BUILD_NUMBER),
            max(REFUSED_CALL.BRANCH),
            max(REFUSED_CALL.CREATOR_ID))
        .from(REFUSED_CALL)
        .where(REFUSED_CALL.BUILD_ID.in(groups.stream().map(RefusedBreakdown.Group::key).toList()))
        .groupBy(REFUSED_CALL.BUILD_ID)
        .fetchMap(
            Record5::value1,
            row ->
                new RefusedBreakdown.Build(row.value2(), row.value3(), row.value4(), row.value5()));
  }
}
