package dev.bridle.provider;

import static dev.bridle.store.schema.Tables.MODEL_PROVIDER;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Connections as they are stored. Each change counts only if nothing else has changed meanwhile.
 */
final class ConnectionRows {
  private final KeyRows keys;

  ConnectionRows(KeyRows keys) {
    this.keys = keys;
  }

  Optional<StoredConnection> find(DSLContext sql, String organizationId, String provider) {
    var which =
        MODEL_PROVIDER.ORGANIZATION_ID.eq(organizationId).and(MODEL_PROVIDER.PROVIDER.eq(provider));
    return list(sql, which).stream().findFirst();
  }

  List<StoredConnection> list(DSLContext sql, String organizationId) {
    return list(sql, MODEL_PROVIDER.ORGANIZATION_ID.eq(organizationId));
  }

  private List<StoredConnection> list(DSLContext sql, Condition which) {
    var rows = sql.selectFrom(MODEL_PROVIDER).where(which).orderBy(MODEL_PROVIDER.PROVIDER).fetch();
    var theirs = keys.list(sql, rows.map(row -> row.get(MODEL_PROVIDER.ID)));
    return rows.map(row -> stored(row, theirs.getOrDefault(row.get(MODEL_PROVIDER.ID), List.of())));
  }

  private static StoredConnection stored(Record row, List<StoredKey> keys) {
    Long lastUsed = row.get(MODEL_PROVIDER.LAST_USED_MS);
    return new StoredConnection(
        row.get(MODEL_PROVIDER.ID),
        row.get(MODEL_PROVIDER.ORGANIZATION_ID),
        row.get(MODEL_PROVIDER.PROVIDER),
        Method.find(row.get(MODEL_PROVIDER.METHOD)).orElseThrow(),
        row.get(MODEL_PROVIDER.BASE_URL),
        KeyHeader.find(row.get(MODEL_PROVIDER.AUTH)).orElseThrow(),
        row.get(MODEL_PROVIDER.REWRITE),
        row.get(MODEL_PROVIDER.ENABLED),
        keys,
        Instant.ofEpochMilli(row.get(MODEL_PROVIDER.UPDATED_MS)),
        lastUsed == null ? null : Instant.ofEpochMilli(lastUsed));
  }

  boolean insert(DSLContext sql, String id, CheckedChange change, Instant now) {
    return sql.insertInto(MODEL_PROVIDER)
            .set(MODEL_PROVIDER.ID, id)
            .set(MODEL_PROVIDER.ORGANIZATION_ID, change.organizationId())
            .set(MODEL_PROVIDER.PROVIDER, change.provider())
            .set(MODEL_PROVIDER.METHOD, change.method().word())
            .set(MODEL_PROVIDER.BASE_URL, change.baseUrl())
            .set(MODEL_PROVIDER.AUTH, change.keyHeader().word())
            .set(MODEL_PROVIDER.REWRITE, change.rewrite())
            .set(MODEL_PROVIDER.ENABLED, change.enabled())
            .set(MODEL_PROVIDER.CREATED_MS, now.toEpochMilli())
            .set(MODEL_PROVIDER.UPDATED_MS, now.toEpochMilli())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  boolean update(DSLContext sql, StoredConnection before, CheckedChange change, Instant now) {
    return sql.update(MODEL_PROVIDER)
            .set(MODEL_PROVIDER.METHOD, change.method().word())
            .set(MODEL_PROVIDER.BASE_URL, change.baseUrl())
            .set(MODEL_PROVIDER.AUTH, change.keyHeader().word())
            .set(MODEL_PROVIDER.REWRITE, change.rewrite())
            .set(MODEL_PROVIDER.ENABLED, change.enabled())
            .set(MODEL_PROVIDER.UPDATED_MS, later(before, now))
            .where(unchanged(before))
            .execute()
        == 1;
  }

  /** Its keys are about to change. */
  boolean renew(DSLContext sql, StoredConnection before, Instant now) {
    return sql.update(MODEL_PROVIDER)
            .set(MODEL_PROVIDER.UPDATED_MS, later(before, now))
            .where(unchanged(before))
            .execute()
        == 1;
  }

  /** Two changes within a millisecond must still be told apart. */
  private static long later(StoredConnection before, Instant now) {
    return Math.max(now.toEpochMilli(), before.updatedAt().toEpochMilli() + 1);
  }

  private static Condition unchanged(StoredConnection before) {
    return MODEL_PROVIDER
        .ID
        .eq(before.id())
        .and(MODEL_PROVIDER.UPDATED_MS.eq(before.updatedAt().toEpochMilli()));
  }

  void delete(DSLContext sql, String id) {
    keys.deleteAll(sql, id);
    sql.deleteFrom(MODEL_PROVIDER).where(MODEL_PROVIDER.ID.eq(id)).execute();
  }
}
