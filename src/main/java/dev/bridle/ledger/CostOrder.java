package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;

import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Builds in the order of all that they cost with one model, or with all models, step by step. */
final class CostOrder {
  static final int SUMS_AT = 7;
  private static final int STEP = 500;

  private final BuildsQuery builds;
  private final String model;
  private @Nullable Record last;
  private boolean ended;

  /**
   * @param model empty for all models
   */
  CostOrder(BuildsQuery builds, String model) {
    this.builds = builds;
    this.model = model;
  }

  boolean hasEnded() {
    return ended;
  }

  /** No build that comes later costs more. */
  long bound() {
    return ended ? 0 : last == null ? Long.MAX_VALUE : last.get(USAGE_WHOLE_BUILD.COST_NANO);
  }

  List<Record> next(DSLContext sql) {
    List<Record> step = step(sql);
    ended = step.size() < STEP;
    if (!step.isEmpty()) {
      last = step.getLast();
    }
    return step;
  }

  private List<Record> step(DSLContext sql) {
    return List.copyOf(
        sql.select(
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
            .and(USAGE_WHOLE_BUILD.MODEL.eq(model))
            .and(afterLast())
            .and(USAGE_WHOLE_BUILD.FIRST_MS.lt(builds.range().toMs()))
            .and(USAGE_WHOLE_BUILD.LAST_MS.ge(builds.range().fromMs()))
            .and(facts())
            .orderBy(USAGE_WHOLE_BUILD.COST_NANO.desc(), USAGE_WHOLE_BUILD.BUILD_ID.desc())
            .limit(STEP)
            .fetch());
  }

  private Condition afterLast() {
    if (last == null) {
      return DSL.noCondition();
    }
    long cost = last.get(USAGE_WHOLE_BUILD.COST_NANO);
    String id = last.get(USAGE_WHOLE_BUILD.BUILD_ID);
    return USAGE_WHOLE_BUILD
        .COST_NANO
        .le(cost)
        .and(USAGE_WHOLE_BUILD.COST_NANO.lt(cost).or(USAGE_WHOLE_BUILD.BUILD_ID.lt(id)));
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
