package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.REFUSED_CALL;

import dev.bridle.store.Database;
import java.math.BigDecimal;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the calls of a time have used, in the order of their opening, and what is not known. */
public final class SpentCalls {
  private final Database database;

  public SpentCalls(Database database) {
    this.database = database;
  }

  /** The settled calls of a time, as of now. */
  public PastCalls between(String organizationId, long fromMs, long toMs) {
    return PastCalls.of(database, organizationId, fromMs, toMs);
  }

  /** Those after one of them. */
  public List<SpentCall> list(PastCalls calls, @Nullable SpentCall after, int atMost) {
    return database.read(sql ->
        sql.select(SpentCall.COLUMNS)
            .from(MODEL_CALL)
            .where(calls.condition())
            .and(after == null ? DSL.noCondition() : laterThan(after.call()))
            .orderBy(MODEL_CALL.OPENED_MS, MODEL_CALL.ID)
            .limit(atMost)
            .fetch(SpentCall::of));
  }

  private static Condition laterThan(PastCall one) {
    // The first part looks idle, but it is what an index can be used for.
    return MODEL_CALL
        .OPENED_MS
        .ge(one.openedMs())
        .and(MODEL_CALL.OPENED_MS.gt(one.openedMs()).or(MODEL_CALL.ID.gt(one.id())));
  }

  /** How many calls of a time are still open. */
  public long open(PastCalls calls) {
    return database.read(sql ->
        sql.fetchCount(
            MODEL_CALL,
            MODEL_CALL.SETTLED_MS.isNull(),
            MODEL_CALL.ORGANIZATION_ID.eq(calls.organizationId()),
            MODEL_CALL.OPENED_MS.ge(calls.fromMs()),
            MODEL_CALL.OPENED_MS.lt(calls.toMs())));
  }

  /** How many calls of a time an allowance refused. */
  public long refusedByAllowances(PastCalls calls) {
    BigDecimal times =
        database.read(sql ->
            sql.select(DSL.sum(REFUSED_CALL.TIMES))
                .from(REFUSED_CALL)
                .where(
                    REFUSED_CALL.ORGANIZATION_ID.eq(calls.organizationId()),
                    REFUSED_CALL.REFUSED_MS.ge(calls.fromMs()),
                    REFUSED_CALL.REFUSED_MS.lt(calls.toMs()),
                    REFUSED_CALL.ENFORCED.isTrue(),
                    REFUSED_CALL.ALLOWANCE_ID.isNotNull())
                .fetchSingle()
                .value1());
    return times == null ? 0 : times.longValueExact();
  }
}
