package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Allowances as their table holds them. */
final class AllowanceRows {
  private AllowanceRows() {}

  /** Those in force for an organization, oldest first. */
  static List<Allowance> list(DSLContext sql, String organizationId) {
    return sql.selectFrom(ALLOWANCE)
        .where(ALLOWANCE.ORGANIZATION_ID.eq(organizationId), ALLOWANCE.DELETED_MS.isNull())
        .orderBy(ALLOWANCE.NUMBER)
        .fetch(AllowanceRows::of);
  }

  static Optional<Allowance> find(DSLContext sql, String organizationId, String id) {
    return sql.selectFrom(ALLOWANCE)
        .where(ALLOWANCE.ORGANIZATION_ID.eq(organizationId), ALLOWANCE.ID.eq(id))
        .and(ALLOWANCE.DELETED_MS.isNull())
        .fetchOptional(AllowanceRows::of);
  }

  static void insert(DSLContext sql, Allowance allowance, long nowMs) {
    sql.insertInto(ALLOWANCE)
        .set(ALLOWANCE.ID, allowance.id())
        .set(ALLOWANCE.ORGANIZATION_ID, allowance.organizationId())
        .set(ALLOWANCE.NUMBER, allowance.number())
        .set(ALLOWANCE.SCOPE, allowance.scope().word())
        .set(ALLOWANCE.TARGET_ID, allowance.targetId())
        .set(ALLOWANCE.TARGET, allowance.target())
        .set(ALLOWANCE.PROVIDER, allowance.provider())
        .set(ALLOWANCE.MODEL, allowance.model())
        .set(ALLOWANCE.UNIT, allowance.unit().word())
        .set(ALLOWANCE.TIME_WINDOW, allowance.window().word())
        .set(ALLOWANCE.AMOUNT, allowance.amount())
        .set(ALLOWANCE.MODE, allowance.mode().word())
        .set(ALLOWANCE.CREATED_MS, nowMs)
        .set(ALLOWANCE.UPDATED_MS, nowMs)
        .execute();
  }

  private static Allowance of(Record row) {
    return new Allowance(
        row.get(ALLOWANCE.ID),
        row.get(ALLOWANCE.NUMBER),
        row.get(ALLOWANCE.ORGANIZATION_ID),
        Scope.find(row.get(ALLOWANCE.SCOPE)).orElseThrow(),
        row.get(ALLOWANCE.TARGET_ID),
        row.get(ALLOWANCE.TARGET),
        row.get(ALLOWANCE.PROVIDER),
        row.get(ALLOWANCE.MODEL),
        Unit.find(row.get(ALLOWANCE.UNIT)).orElseThrow(),
        Window.find(row.get(ALLOWANCE.TIME_WINDOW)).orElseThrow(),
        row.get(ALLOWANCE.AMOUNT),
        Mode.find(row.get(ALLOWANCE.MODE)).orElseThrow());
  }
}
