package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The builds that cost most, found without adding up all of them: builds are looked at in the order
 * of all that they cost, until the next one's whole cost is no more than what was found within the
 * range.
 */
record DearestBuilds(BuildsQuery builds, int atMost)
    implements Function<DSLContext, List<BuildUsage>> {
  private static final int STEP = 500;
  private static final Set<Dimension> FACTS =
      Set.of(Dimension.PIPELINE, Dimension.BRANCH, Dimension.CREATOR, Dimension.MODEL);

  @Override
  public List<BuildUsage> apply(DSLContext sql) {
    var found = new PriorityQueue<>(BuildUsage.DEAREST_FIRST.reversed());
    var late = builds.late(sql);
    late.values().forEach(build -> keep(found, build));
    Record last = null;
    Result<Record> step;
    do {
      step = step(sql, last);
      keepAll(sql, found, late.keySet(), step);
      last = step.isEmpty() ? last : step.getLast();
    } while (step.size() == STEP && !isEnough(found, last));
    return found.stream().sorted(BuildUsage.DEAREST_FIRST).toList();
  }

  private boolean isEnough(PriorityQueue<BuildUsage> found, @Nullable Record last) {
    var least = found.peek();
    return least != null
        && last != null
        && found.size() == atMost
        && least.totals().cost().nanos() > last.get(USAGE_WHOLE_BUILD.COST_NANO);
  }

  private void keep(PriorityQueue<BuildUsage> found, BuildUsage build) {
    found.add(build);
    if (found.size() > atMost) {
      found.poll();
    }
  }

  private void keepAll(
      DSLContext sql, PriorityQueue<BuildUsage> found, Set<String> known, List<Record> step) {
    var cut = step.stream().filter(this::isCut).map(DearestBuilds::id).toList();
    Map<String, BuildUsage> exact = cut.isEmpty() ? Map.of() : builds.of(sql, cut);
    var others = new HashSet<>(cut);
    others.addAll(known);
    exact.values().stream()
        .filter(build -> !known.contains(build.buildId()))
        .forEach(build -> keep(found, build));
    step.stream()
        .filter(row -> !others.contains(id(row)))
        .forEach(row -> keep(found, BuildUsage.of(row, 7)));
  }

  private static String id(Record row) {
    return row.get(USAGE_WHOLE_BUILD.BUILD_ID);
  }

  /** Whether a part of it may lie outside of the range, or behind the filter. */
  private boolean isCut(Record row) {
    return row.get(USAGE_WHOLE_BUILD.FIRST_MS) < builds.range().fromMs()
        || row.get(USAGE_WHOLE_BUILD.LAST_MS) >= builds.range().toMs()
        || !FACTS.containsAll(builds.filter().dimensions());
  }

  private Result<Record> step(DSLContext sql, @Nullable Record last) {
    return sql.select(
            List.of(
                USAGE_WHOLE_BUILD.BUILD_ID,
                USAGE_WHOLE_BUILD.PIPELINE_SLUG,
                USAGE_WHOLE_BUILD.BUILD_NUMBER,
                USAGE_WHOLE_BUILD.BRANCH,
                USAGE_WHOLE_BUILD.CREATOR_ID,
                USAGE_WHOLE_BUILD.FIRST_MS,
                USAGE_WHOLE_BUILD.LAST_MS))
        .select(SumColumns.of(USAGE_WHOLE_BUILD))
        .from(USAGE_WHOLE_BUILD)
        .where(USAGE_WHOLE_BUILD.ORGANIZATION_ID.eq(builds.organizationId()))
        .and(
            USAGE_WHOLE_BUILD.MODEL.eq(
                builds.filter().value(Dimension.MODEL).orElse(WholeBuild.ALL_MODELS)))
        .and(after(last))
        .and(USAGE_WHOLE_BUILD.FIRST_MS.lt(builds.range().toMs()))
        .and(USAGE_WHOLE_BUILD.LAST_MS.ge(builds.range().fromMs()))
        .and(facts())
        .orderBy(USAGE_WHOLE_BUILD.COST_NANO.desc(), USAGE_WHOLE_BUILD.BUILD_ID.desc())
        .limit(STEP)
        .fetch();
  }

  private static Condition after(@Nullable Record last) {
    if (last == null) {
      return DSL.noCondition();
    }
    long cost = last.get(USAGE_WHOLE_BUILD.COST_NANO);
    return USAGE_WHOLE_BUILD
        .COST_NANO
        .le(cost)
        .and(
            USAGE_WHOLE_BUILD
                .COST_NANO
                .lt(cost)
                .or(USAGE_WHOLE_BUILD.BUILD_ID.lt(id(last))));
  }

  private Condition facts() {
    return builds.filter().values().entrySet().stream()
        .map(one ->
            switch (one.getKey()) {
              case PIPELINE -> USAGE_WHOLE_BUILD.PIPELINE_SLUG.eq(one.getValue());
              case BRANCH -> USAGE_WHOLE_BUILD.BRANCH.eq(one.getValue());
              case CREATOR -> USAGE_WHOLE_BUILD.CREATOR_ID.eq(one.getValue());
              case MODEL, PROVIDER, METHOD, CONNECTION, STATUS -> DSL.noCondition();
            })
        .collect(Collectors.reducing(DSL.noCondition(), Condition::and));
  }
}
