package dev.bridle.provider;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import dev.bridle.store.Sha256;
import dev.bridle.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The keys of all connections: which of them a call is sent with, and what became of them. */
public final class ProviderKeys {
  /** Who rejects a key. */
  private static final Actor PROVIDER = new Actor("PROVIDER", null, null, null, null);

  private static final Duration TOUCH = Duration.ofSeconds(10);
  private static final String TOUCH_SQL = "update model_provider set last_used_ms = ? where id = ?";
  private static final String TOUCH_KEY_SQL =
      "update model_provider_key set last_used_ms = ? where id = ?";

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final KeyRows rows;
  private final KeyPool pool;
  private final Map<String, Long> touchedMs = new ConcurrentHashMap<>();
  private final List<Consumer<Place>> listeners = new CopyOnWriteArrayList<>();

  public ProviderKeys(Database database, Vault vault, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.rows = new KeyRows(vault);
    this.pool = new KeyPool(clock);
  }

  KeyRows rows() {
    return rows;
  }

  /** To be told the connection of which the keys are others now. */
  void whenChanged(Consumer<Place> listener) {
    listeners.add(listener);
  }

  private void changed(Place place) {
    listeners.forEach(listener -> listener.accept(place));
  }

  /**
   * The key that a job's call is sent with: a build stays on one. Empty when there is none, or the
   * provider has rejected all.
   */
  public Optional<ProviderKey> choose(Connection connection, String buildId) {
    return choose(connection, buildId, Set.of());
  }

  /**
   * The same for a call that was made before.
   *
   * @param refused the ids of the keys with which it was answered 401: others come first
   */
  public Optional<ProviderKey> choose(Connection connection, String buildId, Set<String> refused) {
    return pool.choose(connection.keys(), buildId, refused);
  }

  /** Whether the provider takes none of its keys any more. */
  public boolean allRejected(Connection connection) {
    return pool.allRejected(connection.keys());
  }

  /** Whether the provider has had enough of every key for now. */
  public boolean allRest(Connection connection) {
    return pool.allRest(connection.keys());
  }

  /** Whether a call can be sent with another key than this one, at once. */
  public boolean hasOther(Connection connection, ProviderKey than, Set<String> refused) {
    return pool.hasOther(connection.keys(), than, refused);
  }

  /** The provider has had enough of a key for a while: calls prefer the others. */
  public void rest(ProviderKey key, Duration time) {
    pool.rest(key, time);
  }

  KeyState state(StoredKey key) {
    return pool.state(key);
  }

  /** The stored keys themselves, for a change that keeps them. */
  List<CheckedKey> open(StoredConnection stored) {
    var verified = stored.keys().stream().filter(StoredKey::verified).map(StoredKey::id).toList();
    return database.read(sql -> rows.open(sql, stored.id())).stream()
        .map(key -> new CheckedKey(key.id(), key.secret(), verified.contains(key.id()), null))
        .toList();
  }

  /** What was known of them counts no more. */
  void forget(StoredConnection connection) {
    pool.forget(connection.id()); // The operator's key goes by that.
    connection.keys().forEach(key -> pool.forget(key.id()));
  }

  /** Stores one more key, unless the connection was changed since it was looked at. */
  String add(Actor actor, StoredConnection before, CheckedKey key) {
    var now = clock.instant();
    String id =
        database.write(sql -> {
          // It was given for this address, and must not get to another one.
          if (!new ConnectionRows(rows).renew(sql, before, now)) {
            throw Connections.changedMeanwhile();
          }
          String added = rows.insert(sql, before.id(), key, now);
          audit.record(
              sql, actor, event(before, "CREATED", Map.of(), described(added, key.last4())));
          return added;
        });
    changed(before.place());
    return id;
  }

  void delete(Actor actor, StoredConnection before, StoredKey key) {
    database.execute(sql -> {
      if (!new ConnectionRows(rows).renew(sql, before, clock.instant())) {
        throw Connections.changedMeanwhile();
      }
      rows.delete(sql, key.id());
      audit.record(
          sql, actor, event(before, "DELETED", described(key.id(), key.last4()), Map.of()));
    });
    changed(before.place());
    pool.forget(key.id());
  }

  private static Map<String, @Nullable Object> described(String id, @Nullable String last4) {
    var text = new LinkedHashMap<String, @Nullable Object>();
    text.put("key_id", id);
    text.put("key_last4", last4);
    return text;
  }

  private static AuditEvent event(
      StoredConnection connection, String what, Map<String, ?> before, Map<String, ?> after) {
    return new AuditEvent(
        connection.organizationId(),
        "MODEL_PROVIDER_KEY_" + what,
        "MODEL_PROVIDER",
        connection.id(),
        connection.provider(),
        before,
        after);
  }

  /** Notes that a connection and its key are in use; written now and then, not at each call. */
  public void touch(Connection connection, Optional<ProviderKey> key) {
    if (isTimeToTouch(connection.id())) {
      database.writeHot(HotRow.of(TOUCH_SQL, clock.millis(), connection.id()));
    }
    if (connection.method() == Method.BYO && key.isPresent()) {
      String id = key.get().id();
      // The first key of an old connection has that one's id.
      if (isTimeToTouch("key/" + id)) {
        database.writeHot(HotRow.of(TOUCH_KEY_SQL, clock.millis(), id));
      }
    }
  }

  private boolean isTimeToTouch(String what) {
    long now = clock.millis();
    Long last = touchedMs.get(what);
    boolean yes = last == null || now - last >= TOUCH.toMillis();
    if (yes) {
      touchedMs.put(what, now);
    }
    return yes;
  }

  /**
   * The provider has rejected a key: it is set aside at once, until it is replaced, or an
   * administrator changes the connection. Never blocks.
   */
  public void reject(Connection connection, ProviderKey key) {
    pool.reject(key);
    Thread.ofVirtual().start(() -> setAside(connection, key));
  }

  private void setAside(Connection connection, ProviderKey key) {
    database.execute(sql -> {
      var now = clock.instant();
      boolean marked =
          connection.method() == Method.HOSTED
              ? rows.noteRejected(sql, connection.id(), Sha256.of(key.secret().reveal()), now)
              : rows.markRejected(sql, key.id(), now);
      if (marked) {
        audit.record(sql, PROVIDER, rejected(connection, key));
      }
    });
    changed(connection.place());
  }

  private static AuditEvent rejected(Connection connection, ProviderKey key) {
    var text = new LinkedHashMap<String, @Nullable Object>();
    if (connection.method() == Method.BYO) {
      text.putAll(described(key.id(), CheckedKey.last4(key.secret())));
    }
    text.put("method", connection.method().word());
    return new AuditEvent(
        connection.organizationId(),
        "MODEL_PROVIDER_KEY_REJECTED",
        "MODEL_PROVIDER",
        connection.id(),
        connection.provider(),
        Map.of(),
        text);
  }
}
