package dev.bridle.provider;

import static dev.bridle.store.schema.Tables.MODEL_PROVIDER;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.http.HttpError;
import dev.bridle.store.Database;
import dev.bridle.store.HotRow;
import dev.bridle.store.Sha256;
import dev.bridle.store.Uuid7;
import dev.bridle.vault.Vault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The connections of all organizations: kept with their keys sealed, remembered while in use. */
public final class Connections {
  /** Who rejects a key. */
  private static final Actor PROVIDER = new Actor("PROVIDER", null, null, null, null);

  private static final Duration TOUCH = Duration.ofSeconds(10);
  private static final String TOUCH_SQL = "update model_provider set last_used_ms = ? where id = ?";

  private record Key(String organizationId, String provider) {}

  private final Database database;
  private final Vault vault;
  private final AuditLog audit;
  private final Operator operator;
  private final InstantSource clock;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Long> touchedMs = new ConcurrentHashMap<>();
  private final AsyncCache<Key, Optional<Connection>> remembered =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .buildAsync();

  public Connections(
      Database database, Vault vault, AuditLog audit, Operator operator, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.audit = audit;
    this.operator = operator;
    this.clock = clock;
  }

  /** Who has something to do when a connection is made, changed or deleted. */
  public interface Listener {
    /** Within the transaction of the act. */
    void saving(DSLContext sql, Actor actor, String organizationId, String provider, Method method);

    /** After it, when the next call sees it. */
    void saved(String organizationId, String provider, boolean usable);
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** The connection that a call goes through; never blocks. */
  public CompletableFuture<Optional<Connection>> find(String organizationId, String provider) {
    return remembered.get(new Key(organizationId, provider), this::load);
  }

  private Optional<Connection> load(Key key) {
    return database.read(
        sql -> select(sql, key.organizationId, key.provider).map(this::connection));
  }

  /** What administrators may see of it. */
  public Optional<StoredConnection> show(String organizationId, String provider) {
    return database.read(sql -> select(sql, organizationId, provider).map(Connections::stored));
  }

  public List<StoredConnection> list(String organizationId) {
    return database.read(sql ->
        sql.selectFrom(MODEL_PROVIDER)
            .where(MODEL_PROVIDER.ORGANIZATION_ID.eq(organizationId))
            .orderBy(MODEL_PROVIDER.PROVIDER)
            .fetch(Connections::stored));
  }

  private static Optional<Record> select(DSLContext sql, String organizationId, String provider) {
    return sql.select(MODEL_PROVIDER.fields())
        .from(MODEL_PROVIDER)
        .where(MODEL_PROVIDER.ORGANIZATION_ID.eq(organizationId))
        .and(MODEL_PROVIDER.PROVIDER.eq(provider))
        .fetchOptional(r -> r);
  }

  private static StoredConnection stored(Record row) {
    Long lastUsed = row.get(MODEL_PROVIDER.LAST_USED_MS);
    Long rejected = row.get(MODEL_PROVIDER.REJECTED_MS);
    return new StoredConnection(
        row.get(MODEL_PROVIDER.ID),
        row.get(MODEL_PROVIDER.ORGANIZATION_ID),
        row.get(MODEL_PROVIDER.PROVIDER),
        Method.find(row.get(MODEL_PROVIDER.METHOD)).orElseThrow(),
        row.get(MODEL_PROVIDER.BASE_URL),
        KeyHeader.find(row.get(MODEL_PROVIDER.AUTH)).orElseThrow(),
        row.get(MODEL_PROVIDER.REWRITE),
        row.get(MODEL_PROVIDER.ENABLED),
        row.get(MODEL_PROVIDER.VERIFIED),
        row.get(MODEL_PROVIDER.KEY_LAST4),
        Instant.ofEpochMilli(row.get(MODEL_PROVIDER.UPDATED_MS)),
        lastUsed == null ? null : Instant.ofEpochMilli(lastUsed),
        row.get(MODEL_PROVIDER.REJECTED_KEY),
        rejected == null ? null : Instant.ofEpochMilli(rejected));
  }

  private Connection connection(Record row) {
    var stored = stored(row);
    return operator.connection(stored, storedKey(row));
  }

  private Optional<Secret> storedKey(Record row) {
    byte[] sealed = row.get(MODEL_PROVIDER.SEALED_KEY);
    return sealed == null
        ? Optional.empty()
        : Optional.of(vault.open(sealed, purpose(row.get(MODEL_PROVIDER.ID))));
  }

  /** The stored key, for a change that keeps it. */
  Optional<Secret> keyOf(StoredConnection stored) {
    return database.read(
        sql -> select(sql, stored.organizationId(), stored.provider()).flatMap(this::storedKey));
  }

  private static String purpose(String id) {
    return "model-provider/" + id;
  }

  /** Writes a checked change together with its audit event. */
  StoredConnection save(Actor actor, @Nullable StoredConnection before, CheckedChange change) {
    var now = clock.instant();
    String id = before == null ? Uuid7.at(now) : before.id();
    database.execute(sql -> {
      boolean written =
          before == null ? insert(sql, id, change, now) : update(sql, before, change, now);
      if (!written) {
        throw new HttpError(409, "This provider was changed by someone else just now.");
      }
      audit.record(sql, actor, event(before, id, change));
      if (before == null || before.method() != change.method()) {
        listeners.forEach(listener ->
            listener.saving(
                sql, actor, change.organizationId(), change.provider(), change.method()));
      }
    });
    remembered.synchronous().invalidate(new Key(change.organizationId(), change.provider()));
    listeners.forEach(
        listener -> listener.saved(change.organizationId(), change.provider(), change.enabled()));
    return show(change.organizationId(), change.provider()).orElseThrow();
  }

  private boolean insert(DSLContext sql, String id, CheckedChange change, Instant now) {
    return sql.insertInto(MODEL_PROVIDER)
            .set(MODEL_PROVIDER.ID, id)
            .set(MODEL_PROVIDER.ORGANIZATION_ID, change.organizationId())
            .set(MODEL_PROVIDER.PROVIDER, change.provider())
            .set(MODEL_PROVIDER.METHOD, change.method().word())
            .set(MODEL_PROVIDER.BASE_URL, change.baseUrl())
            .set(MODEL_PROVIDER.AUTH, change.keyHeader().word())
            .set(MODEL_PROVIDER.REWRITE, change.rewrite())
            .set(MODEL_PROVIDER.ENABLED, change.enabled())
            .set(MODEL_PROVIDER.VERIFIED, change.verified())
            .set(MODEL_PROVIDER.SEALED_KEY, sealed(change, id))
            .set(MODEL_PROVIDER.KEY_LAST4, change.keyLast4())
            .set(MODEL_PROVIDER.CREATED_MS, now.toEpochMilli())
            .set(MODEL_PROVIDER.UPDATED_MS, now.toEpochMilli())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private boolean update(
      DSLContext sql, StoredConnection before, CheckedChange change, Instant now) {
    // Two changes within a millisecond must still be told apart.
    long newer = Math.max(now.toEpochMilli(), before.updatedAt().toEpochMilli() + 1);
    return sql.update(MODEL_PROVIDER)
            .set(MODEL_PROVIDER.METHOD, change.method().word())
            .set(MODEL_PROVIDER.BASE_URL, change.baseUrl())
            .set(MODEL_PROVIDER.AUTH, change.keyHeader().word())
            .set(MODEL_PROVIDER.REWRITE, change.rewrite())
            .set(MODEL_PROVIDER.ENABLED, change.enabled())
            .set(MODEL_PROVIDER.VERIFIED, change.verified())
            .set(MODEL_PROVIDER.SEALED_KEY, sealed(change, before.id()))
            .set(MODEL_PROVIDER.KEY_LAST4, change.keyLast4())
            // An administrator has looked after it: the key gets another chance.
            .set(MODEL_PROVIDER.REJECTED_KEY, (String) null)
            .set(MODEL_PROVIDER.REJECTED_MS, (Long) null)
            .set(MODEL_PROVIDER.UPDATED_MS, newer)
            .where(MODEL_PROVIDER.ID.eq(before.id()))
            .and(MODEL_PROVIDER.UPDATED_MS.eq(before.updatedAt().toEpochMilli()))
            .execute()
        == 1;
  }

  private byte @Nullable [] sealed(CheckedChange change, String id) {
    return change.key().map(key -> vault.seal(key, purpose(id))).orElse(null);
  }

  private static AuditEvent event(
      @Nullable StoredConnection before, String id, CheckedChange change) {
    if (before == null) {
      return AuditEvent.created(
          change.organizationId(), "MODEL_PROVIDER", id, change.provider(), change.described());
    }
    var was = CheckedChange.described(before);
    var is = change.described();
    return new AuditEvent(
        change.organizationId(),
        "MODEL_PROVIDER_UPDATED",
        "MODEL_PROVIDER",
        id,
        change.provider(),
        AuditLog.only(was, is),
        AuditLog.only(is, was));
  }

  /** Forgets a connection and its key; false when there was none. */
  public boolean delete(Actor actor, String organizationId, String provider) {
    boolean deleted =
        database.write(sql -> {
          var found = select(sql, organizationId, provider).map(Connections::stored);
          found.ifPresent(stored -> remove(sql, actor, stored));
          return found.isPresent();
        });
    remembered.synchronous().invalidate(new Key(organizationId, provider));
    listeners.forEach(listener -> listener.saved(organizationId, provider, false));
    return deleted;
  }

  private void remove(DSLContext sql, Actor actor, StoredConnection stored) {
    sql.deleteFrom(MODEL_PROVIDER).where(MODEL_PROVIDER.ID.eq(stored.id())).execute();
    audit.record(
        sql,
        actor,
        new AuditEvent(
            stored.organizationId(),
            "MODEL_PROVIDER_DELETED",
            "MODEL_PROVIDER",
            stored.id(),
            stored.provider(),
            CheckedChange.described(stored),
            Map.of()));
  }

  /** Notes that a connection is in use; written now and then, not at each call. */
  public void touch(Connection connection) {
    long now = clock.millis();
    Long last = touchedMs.get(connection.id());
    if (last == null || now - last >= TOUCH.toMillis()) {
      touchedMs.put(connection.id(), now);
      database.writeHot(HotRow.of(TOUCH_SQL, now, connection.id()));
    }
  }

  /**
   * The provider has rejected a connection's key: it is set aside until it is replaced, or an
   * administrator changes the connection. Never blocks.
   */
  public void reject(Connection connection) {
    String key = connection.key().map(Secret::reveal).map(Sha256::of).orElse("");
    Thread.ofVirtual().start(() -> setAside(connection, key));
  }

  private void setAside(Connection connection, String key) {
    database.execute(sql -> {
      int marked =
          sql.update(MODEL_PROVIDER)
              .set(MODEL_PROVIDER.REJECTED_KEY, key)
              .set(MODEL_PROVIDER.REJECTED_MS, clock.millis())
              .where(MODEL_PROVIDER.ID.eq(connection.id()))
              .and(MODEL_PROVIDER.REJECTED_KEY.isNull().or(MODEL_PROVIDER.REJECTED_KEY.ne(key)))
              .execute();
      if (marked == 1) {
        audit.record(sql, PROVIDER, rejected(connection));
      }
    });
    remembered
        .synchronous()
        .invalidate(new Key(connection.organizationId(), connection.provider()));
  }

  private static AuditEvent rejected(Connection connection) {
    return new AuditEvent(
        connection.organizationId(),
        "MODEL_PROVIDER_KEY_REJECTED",
        "MODEL_PROVIDER",
        connection.id(),
        connection.provider(),
        Map.of(),
        Map.of("method", connection.method().word()));
  }

  /** What the operator's settings say about one provider: its own address, and a key for it. */
  public record Own(URI url, Optional<Secret> key) {}

  /** What the operator's settings say about each provider, by its name. */
  public record Operator(Map<String, Own> providers) {
    public Operator {
      providers = Map.copyOf(providers);
    }

    Own own(String provider) {
      return Objects.requireNonNull(providers.get(provider), provider);
    }

    /** The providers' own addresses, which need no judgement. */
    public Set<URI> urls() {
      return providers.values().stream().map(Own::url).collect(Collectors.toSet());
    }

    Connection connection(StoredConnection stored, Optional<Secret> storedKey) {
      boolean ownAddress = stored.baseUrl() == null;
      var own = own(stored.provider());
      URI base = ownAddress ? own.url : URI.create(stored.baseUrl());
      // Only the provider itself and the sandbox are known to need the rewrites.
      boolean rewrites = stored.rewrite() == null ? ownAddress : stored.rewrite();
      var key = stored.method() == Method.HOSTED ? own.key : storedKey;
      return new Connection(
          stored.id(),
          stored.organizationId(),
          stored.provider(),
          stored.method(),
          base,
          stored.keyHeader(),
          key,
          rewrites,
          stored.enabled(),
          key.map(Secret::reveal)
              .map(Sha256::of)
              .map(digest -> digest.equals(stored.rejectedKey()))
              .orElse(false));
    }
  }
}
