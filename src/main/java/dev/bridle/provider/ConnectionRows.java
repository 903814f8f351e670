package dev.bridle.provider;

import static dev.bridle.store.schema.Tables.MODEL_PROVIDER;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connections as they are stored. Each change counts only if nothing else has changed meanwhile.
 */
final class ConnectionRows {
  private final KeyRows keys;

  ConnectionRows(KeyRows keys) {
    this.keys = keys;
  }

  Optional<StoredConnection> find(DSLContext sql, Place place) {
    var which =
        MODEL_PROVIDER
            .ORGANIZATION_ID
            .eq(place.organizationId())
            .and(MODEL_PROVIDER.PROVIDER.eq(place.provider()))
            .and(MODEL_PROVIDER.FALLBACK.eq(place.fallback()));
    return list(sql, which).stream().findFirst();
  }

  List<StoredConnection> list(DSLContext sql, String organizationId) {
    return list(sql, MODEL_PROVIDER.ORGANIZATION_ID.eq(organizationId));
  }

  private List<StoredConnection> list(DSLContext sql, Condition which) {
    var rows =
        sql.selectFrom(MODEL_PROVIDER)
            .where(which)
            .orderBy(MODEL_PROVIDER.PROVIDER, MODEL_PROVIDER.FALLBACK)
            .fetch();
    var theirs = keys.list(sql, rows.map(row -> row.get(MODEL_PROVIDER.ID)));
    return rows.map(row -> stored(row, theirs.getOrDefault(row.get(MODEL_PROVIDER.ID), List.of())));
  }

  private static StoredConnection stored(Record row, List<StoredKey> keys) {
    Long lastUsed = row.get(MODEL_PROVIDER.LAST_USED_MS);
    return new StoredConnection(
        row.get(MODEL_PROVIDER.ID),
        new Place(
            row.get(MODEL_PROVIDER.ORGANIZATION_ID),
            row.get(MODEL_PROVIDER.PROVIDER),
            row.get(MODEL_PROVIDER.FALLBACK)),
        Method.find(row.get(MODEL_PROVIDER.METHOD)).orElseThrow(),
        row.get(MODEL_PROVIDER.BASE_URL),
        KeyHeader.find(row.get(MODEL_PROVIDER.AUTH)).orElseThrow(),
        row.get(MODEL_PROVIDER.REWRITE),
        row.get(MODEL_PROVIDER.ENABLED),
        models(row.get(MODEL_PROVIDER.MODELS)),
        keys,
        Instant.ofEpochMilli(row.get(MODEL_PROVIDER.UPDATED_MS)),
        lastUsed == null ? null : Instant.ofEpochMilli(lastUsed));
  }

  private static Map<String, String> models(@Nullable String json) {
    var models = new LinkedHashMap<String, String>();
    if (json != null) {
      JsonMapper.shared()
          .readTree(json)
          .properties()
          .forEach(entry -> models.put(entry.getKey(), entry.getValue().asString()));
    }
    return models;
  }

  private static @Nullable String json(Map<String, String> models) {
    return models.isEmpty() ? null : JsonMapper.shared().writeValueAsString(models);
  }

  boolean insert(DSLContext sql, String id, CheckedChange change, Instant now) {
    return sql.insertInto(MODEL_PROVIDER)
            .set(MODEL_PROVIDER.ID, id)
            .set(MODEL_PROVIDER.ORGANIZATION_ID, change.place().organizationId())
            .set(MODEL_PROVIDER.PROVIDER, change.place().provider())
            .set(MODEL_PROVIDER.METHOD, change.method().word())
            .set(MODEL_PROVIDER.BASE_URL, change.baseUrl())
            .set(MODEL_PROVIDER.AUTH, change.keyHeader().word())
            .set(MODEL_PROVIDER.REWRITE, change.rewrite())
            .set(MODEL_PROVIDER.ENABLED, change.enabled())
            .set(MODEL_PROVIDER.MODELS, json(change.models()))
            .set(MODEL_PROVIDER.FALLBACK, change.place().fallback())
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
            .set(MODEL_PROVIDER.MODELS, json(change.models()))
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
