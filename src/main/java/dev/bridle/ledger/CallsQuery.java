package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Single calls of a range that a filter lets pass, newest first.
 *
 * @param buildId null for those of all builds
 * @param before where the page begins; null for the newest
 */
record CallsQuery(
    String organizationId,
    UsageRange range,
    UsageFilter filter,
    @Nullable String buildId,
    CallsPage.@Nullable Place before,
    int atMost)
    implements Function<DSLContext, CallsPage> {
  /** So many calls are looked at for one page, however few of them are meant. */
  private static final int LOOKED_AT = 20_000;

  @Override
  public CallsPage apply(DSLContext sql) {
    Long floor = buildId == null ? floor(sql) : null;
    List<CallRow> found =
        sql.selectFrom(MODEL_CALL)
            .where(whose())
            .and(within())
            .and(floor == null ? DSL.noCondition() : MODEL_CALL.OPENED_MS.ge(floor))
            .and(meant())
            .orderBy(MODEL_CALL.OPENED_MS.desc(), MODEL_CALL.ID.desc())
            .limit(atMost)
            .fetch(CallRow::of);
    return new CallsPage(found, next(found, floor));
  }

  private CallsPage.@Nullable Place next(List<CallRow> found, @Nullable Long floor) {
    if (found.size() == atMost) {
      CallRow last = found.getLast();
      return new CallsPage.Place(last.openedAt().toEpochMilli(), last.id());
    }
    return floor == null ? null : new CallsPage.Place(floor, "");
  }

  private @Nullable Long floor(DSLContext sql) {
    return sql.select(MODEL_CALL.OPENED_MS)
        .from(MODEL_CALL)
        .where(whose())
        .and(within())
        .orderBy(MODEL_CALL.OPENED_MS.desc())
        .offset(LOOKED_AT)
        .limit(1)
        .fetchOne(MODEL_CALL.OPENED_MS);
  }

  /** Of a build so written that a database doesn't read the organization's whole range. */
  private Condition whose() {
    return buildId == null
        ? MODEL_CALL.ORGANIZATION_ID.eq(organizationId)
        : MODEL_CALL
            .BUILD_ID
            .eq(buildId)
            .and(MODEL_CALL.ORGANIZATION_ID.concat("").eq(organizationId));
  }

  private Condition within() {
    Condition days =
        MODEL_CALL.OPENED_MS.ge(range.fromMs()).and(MODEL_CALL.OPENED_MS.lt(range.toMs()));
    return before == null
        ? days
        : days.and(MODEL_CALL.OPENED_MS.le(before.openedMs()))
            .and(MODEL_CALL.OPENED_MS.lt(before.openedMs()).or(MODEL_CALL.ID.lt(before.id())));
  }

  private Condition meant() {
    var calls = new SumSource.OfCalls();
    return filter.values().entrySet().stream()
        .map(one -> one.getKey().of(calls).eq(one.getValue()))
        .reduce(DSL.noCondition(), Condition::and);
  }
}
