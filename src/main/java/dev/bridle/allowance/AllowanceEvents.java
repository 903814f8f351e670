package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE;
import static dev.bridle.store.schema.Tables.ALLOWANCE_EVENT;

import dev.bridle.store.Database;
import java.time.Instant;
import java.util.List;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What happened to allowances: thresholds that were reached, bounds that were wrong. */
public final class AllowanceEvents {
  /**
   * One event.
   *
   * @param kind threshold or bound_exceeded
   * @param percent of a threshold
   * @param callId the call that did it
   */
  public record Entry(
      String id,
      String allowanceId,
      Unit unit,
      String targetId,
      String kind,
      @Nullable Long percent,
      long settled,
      long amount,
      @Nullable String callId,
      Instant occurredAt) {}

  private final Database database;

  public AllowanceEvents(Database database) {
    this.database = database;
  }

  /** Events older than one of them, or the newest; newest first. */
  public List<Entry> list(String organizationId, @Nullable String before, int atMost) {
    database.settleHot();
    return database.read(sql ->
        sql.select(ALLOWANCE_EVENT.fields())
            .select(ALLOWANCE.UNIT)
            .from(ALLOWANCE_EVENT)
            .join(ALLOWANCE)
            .on(ALLOWANCE.ID.eq(ALLOWANCE_EVENT.ALLOWANCE_ID))
            .where(ALLOWANCE_EVENT.ORGANIZATION_ID.eq(organizationId))
            .and(before == null ? DSL.noCondition() : ALLOWANCE_EVENT.ID.lt(before))
            .orderBy(ALLOWANCE_EVENT.ID.desc())
            .limit(atMost)
            .fetch(AllowanceEvents::entry));
  }

  private static Entry entry(Record row) {
    return new Entry(
        row.get(ALLOWANCE_EVENT.ID),
        row.get(ALLOWANCE_EVENT.ALLOWANCE_ID),
        Unit.find(row.get(ALLOWANCE.UNIT)).orElseThrow(),
        row.get(ALLOWANCE_EVENT.TARGET_ID),
        row.get(ALLOWANCE_EVENT.KIND),
        row.get(ALLOWANCE_EVENT.PERCENT),
        row.get(ALLOWANCE_EVENT.SETTLED),
        row.get(ALLOWANCE_EVENT.AMOUNT),
        row.get(ALLOWANCE_EVENT.CALL_ID),
        Instant.ofEpochMilli(row.get(ALLOWANCE_EVENT.OCCURRED_MS)));
  }
}
