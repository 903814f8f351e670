package dev.bridle.provider;

import static dev.bridle.store.schema.Tables.MODEL_PROVIDER_KEY;

import dev.bridle.store.Uuid7;
import dev.bridle.vault.Vault;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The keys of connections as they are stored: sealed, and what is known of each. */
final class KeyRows {
  private final Vault vault;

  KeyRows(Vault vault) {
    this.vault = vault;
  }

  /** A sealed key can be opened for its own connection only. */
  private static String purpose(String connectionId) {
    return "model-provider/" + connectionId;
  }

  /** The keys of these connections, oldest first. */
  Map<String, List<StoredKey>> list(DSLContext sql, Collection<String> connectionIds) {
    return sql
        .selectFrom(MODEL_PROVIDER_KEY)
        .where(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID.in(connectionIds))
        .orderBy(MODEL_PROVIDER_KEY.CREATED_MS, MODEL_PROVIDER_KEY.ID)
        .stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID),
                Collectors.mapping(KeyRows::stored, Collectors.toList())));
  }

  private static StoredKey stored(Record row) {
    return new StoredKey(
        row.get(MODEL_PROVIDER_KEY.ID),
        row.get(MODEL_PROVIDER_KEY.DIGEST),
        row.get(MODEL_PROVIDER_KEY.LAST4),
        row.get(MODEL_PROVIDER_KEY.VERIFIED),
        Instant.ofEpochMilli(row.get(MODEL_PROVIDER_KEY.CREATED_MS)),
        moment(row.get(MODEL_PROVIDER_KEY.LAST_USED_MS)),
        moment(row.get(MODEL_PROVIDER_KEY.REJECTED_MS)));
  }

  private static @Nullable Instant moment(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms);
  }

  /** The keys themselves, to be sent. */
  List<ProviderKey> open(DSLContext sql, String connectionId) {
    return sql.selectFrom(MODEL_PROVIDER_KEY)
        .where(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID.eq(connectionId))
        .and(MODEL_PROVIDER_KEY.SEALED_KEY.isNotNull())
        .orderBy(MODEL_PROVIDER_KEY.CREATED_MS, MODEL_PROVIDER_KEY.ID)
        .fetch(row ->
            new ProviderKey(
                row.get(MODEL_PROVIDER_KEY.ID),
                vault.open(row.get(MODEL_PROVIDER_KEY.SEALED_KEY), purpose(connectionId)),
                row.get(MODEL_PROVIDER_KEY.REJECTED_MS) != null));
  }

  /**
   * Makes these the keys of a connection. An administrator has looked after them: those that are
   * kept get another chance.
   */
  void set(DSLContext sql, String connectionId, List<CheckedKey> keys, Instant now) {
    var kept = keys.stream().map(CheckedKey::id).filter(Objects::nonNull).toList();
    sql.deleteFrom(MODEL_PROVIDER_KEY)
        .where(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID.eq(connectionId))
        .and(MODEL_PROVIDER_KEY.ID.notIn(kept))
        .execute();
    for (CheckedKey key : keys) {
      if (key.id() == null) {
        insert(sql, connectionId, key, now);
      } else {
        sql.update(MODEL_PROVIDER_KEY)
            .set(MODEL_PROVIDER_KEY.VERIFIED, key.verified())
            .set(MODEL_PROVIDER_KEY.REJECTED_MS, (Long) null)
            .where(MODEL_PROVIDER_KEY.ID.eq(key.id()))
            .execute();
      }
    }
  }

  /** Stores a new key and returns its id. */
  String insert(DSLContext sql, String connectionId, CheckedKey key, Instant now) {
    String id = Uuid7.at(now);
    sql.insertInto(MODEL_PROVIDER_KEY)
        .set(MODEL_PROVIDER_KEY.ID, id)
        .set(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID, connectionId)
        .set(MODEL_PROVIDER_KEY.SEALED_KEY, vault.seal(key.secret(), purpose(connectionId)))
        .set(MODEL_PROVIDER_KEY.LAST4, key.last4())
        .set(MODEL_PROVIDER_KEY.VERIFIED, key.verified())
        .set(MODEL_PROVIDER_KEY.CREATED_MS, now.toEpochMilli())
        .execute();
    return id;
  }

  void delete(DSLContext sql, String keyId) {
    sql.deleteFrom(MODEL_PROVIDER_KEY).where(MODEL_PROVIDER_KEY.ID.eq(keyId)).execute();
  }

  void deleteAll(DSLContext sql, String connectionId) {
    sql.deleteFrom(MODEL_PROVIDER_KEY)
        .where(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID.eq(connectionId))
        .execute();
  }

  /** False when it was marked before, or is no more. */
  boolean markRejected(DSLContext sql, String keyId, Instant now) {
    return sql.update(MODEL_PROVIDER_KEY)
            .set(MODEL_PROVIDER_KEY.REJECTED_MS, now.toEpochMilli())
            .where(MODEL_PROVIDER_KEY.ID.eq(keyId))
            .and(MODEL_PROVIDER_KEY.REJECTED_MS.isNull())
            .execute()
        == 1;
  }

  /** Notes that the operator's own key was rejected; false when that was noted before. */
  boolean noteRejected(DSLContext sql, String connectionId, String digest, Instant now) {
    return sql.insertInto(MODEL_PROVIDER_KEY)
            .set(MODEL_PROVIDER_KEY.ID, Uuid7.at(now))
            .set(MODEL_PROVIDER_KEY.MODEL_PROVIDER_ID, connectionId)
            .set(MODEL_PROVIDER_KEY.DIGEST, digest)
            .set(MODEL_PROVIDER_KEY.VERIFIED, true)
            .set(MODEL_PROVIDER_KEY.CREATED_MS, now.toEpochMilli())
            .set(MODEL_PROVIDER_KEY.REJECTED_MS, now.toEpochMilli())
            .onConflictDoNothing()
            .execute()
        == 1;
  }
}
