package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;
import static org.jooq.impl.DSL.inline;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The builds that cost most, found without adding up all of them: builds are looked at in the order
 * of all that they cost, with each model that is meant, until no other one can have cost as much as
 * those that were found.
 */
record DearestBuilds(BuildsQuery builds, int atMost)
    implements Function<DSLContext, List<BuildUsage>> {
  private static final Set<Dimension> OF_CONNECTIONS =
      Set.of(Dimension.PROVIDER, Dimension.METHOD, Dimension.CONNECTION);
  private static final Set<Dimension> KNOWN =
      Set.of(Dimension.PIPELINE, Dimension.BRANCH, Dimension.CREATOR, Dimension.MODEL);

  @Override
  public List<BuildUsage> apply(DSLContext sql) {
    var found = new PriorityQueue<>(BuildUsage.DEAREST_FIRST.reversed());
    var late = builds.late(sql);
    late.values().forEach(build -> keep(found, build));
    var seen = new HashSet<>(late.keySet());
    var orders = models(sql).stream().map(model -> new CostOrder(builds, model)).toList();
    while (!isEnough(found, orders)) {
      var dearest =
          orders.stream()
              .filter(order -> !order.hasEnded())
              .max(Comparator.comparingLong(CostOrder::bound))
              .orElseThrow();
      var fresh = dearest.next(sql).stream().filter(row -> seen.add(id(row))).toList();
      exact(sql, fresh).forEach(build -> keep(found, build));
    }
    return found.stream().sorted(BuildUsage.DEAREST_FIRST).toList();
  }

  /** What a build cost can be no more than the bounds of all orders together. */
  private boolean isEnough(PriorityQueue<BuildUsage> found, List<CostOrder> orders) {
    if (orders.stream().allMatch(CostOrder::hasEnded)) {
      return true;
    }
    var least = found.peek();
    long bound = 0;
    for (CostOrder order : orders) {
      bound = order.bound() > Long.MAX_VALUE - bound ? Long.MAX_VALUE : bound + order.bound();
    }
    return least != null && found.size() == atMost && least.totals().cost().nanos() > bound;
  }

  private void keep(PriorityQueue<BuildUsage> found, BuildUsage build) {
    found.add(build);
    if (found.size() > atMost) {
      found.poll();
    }
  }

  private Collection<BuildUsage> exact(DSLContext sql, List<Record> fresh) {
    var cut = fresh.stream().filter(this::isCut).map(DearestBuilds::id).toList();
    Map<String, BuildUsage> known = cut.isEmpty() ? Map.of() : builds.of(sql, cut);
    var exact = new HashSet<>(known.values());
    var looked = new HashSet<>(cut);
    fresh.stream()
        .filter(row -> !looked.contains(id(row)))
        .forEach(row -> exact.add(BuildUsage.of(row, CostOrder.SUMS_AT)));
    return exact;
  }

  private static String id(Record row) {
    return row.get(USAGE_WHOLE_BUILD.BUILD_ID);
  }

  /** Whether a part of it may lie outside of the range, or behind the filter. */
  private boolean isCut(Record row) {
    return row.get(USAGE_WHOLE_BUILD.FIRST_MS) < builds.range().fromMs()
        || row.get(USAGE_WHOLE_BUILD.LAST_MS) >= builds.range().toMs()
        || !KNOWN.containsAll(builds.filter().dimensions());
  }

  /** One empty name for all models, unless only some are meant. */
  private List<String> models(DSLContext sql) {
    var filter = builds.filter();
    if (filter.value(Dimension.MODEL).isPresent()) {
      return filter.value(Dimension.MODEL).stream().toList();
    }
    if (filter.dimensions().stream().noneMatch(OF_CONNECTIONS::contains)) {
      return List.of(WholeBuild.ALL_MODELS);
    }
    var source = new SumSource.OfSubject(SumKey.ORGANIZATION);
    var meant =
        filter.values().entrySet().stream()
            .filter(one -> OF_CONNECTIONS.contains(one.getKey()))
            .map(one -> one.getKey().of(source).eq(one.getValue()))
            .reduce(DSL.noCondition(), Condition::and);
    return sql.selectDistinct(USAGE_SUM.MODEL)
        .from(USAGE_SUM)
        .where(USAGE_SUM.ORGANIZATION_ID.eq(builds.organizationId()))
        .and(USAGE_SUM.SUBJECT.eq(inline(SumKey.ORGANIZATION)))
        .and(USAGE_SUM.GRAIN.eq(inline(Grain.MONTH.word())))
        .and(meant)
        .fetch(USAGE_SUM.MODEL);
  }
}
