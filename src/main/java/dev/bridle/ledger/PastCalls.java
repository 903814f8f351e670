package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.store.Database;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * The calls of an organization that were opened within a time and are settled now; what is settled
 * later is not among them.
 *
 * @param toMs not included
 */
public record PastCalls(String organizationId, long fromMs, long toMs, long lastSettleNo) {
  public static PastCalls of(Database database, String organizationId, long fromMs, long toMs) {
    database.settleHot();
    Long last =
        database.read(sql ->
            sql.select(DSL.max(MODEL_CALL.SETTLE_NO)).from(MODEL_CALL).fetchSingle().value1());
    return new PastCalls(organizationId, fromMs, toMs, last == null ? 0 : last);
  }

  /** What never left is no call. */
  Condition condition() {
    return DSL.and(
        MODEL_CALL.ORGANIZATION_ID.eq(organizationId),
        MODEL_CALL.OPENED_MS.ge(fromMs),
        MODEL_CALL.OPENED_MS.lt(toMs),
        MODEL_CALL.SETTLE_NO.le(lastSettleNo),
        MODEL_CALL.CORRECTS.isNull(),
        CountedCall.SENT);
  }
}
