package dev.bridle.provider;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.HttpError;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The connections of all organizations: kept with their keys sealed, remembered while in use. */
public final class Connections {
  private record Name(String organizationId, String provider) {}

  private final Database database;
  private final ProviderKeys keys;
  private final Breakers breakers;
  private final ConnectionRows rows;
  private final AuditLog audit;
  private final Operator operator;
  private final InstantSource clock;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AsyncCache<Name, Optional<Connection>> remembered =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .buildAsync();

  public Connections(
      Database database,
      ProviderKeys keys,
      Breakers breakers,
      AuditLog audit,
      Operator operator,
      InstantSource clock) {
    this.database = database;
    this.keys = keys;
    this.breakers = breakers;
    this.rows = new ConnectionRows(keys.rows());
    this.audit = audit;
    this.operator = operator;
    this.clock = clock;
    keys.whenChanged(this::forget);
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
    return remembered.get(new Name(organizationId, provider), this::load);
  }

  private Optional<Connection> load(Name name) {
    return database.read(sql ->
        rows.find(sql, name.organizationId, name.provider)
            .map(stored -> operator.connection(stored, keys.rows().open(sql, stored.id()))));
  }

  /** The next call asks anew. */
  private void forget(String organizationId, String provider) {
    remembered.synchronous().invalidate(new Name(organizationId, provider));
  }

  /** What administrators may see of it. */
  public Optional<StoredConnection> show(String organizationId, String provider) {
    return database.read(sql -> rows.find(sql, organizationId, provider));
  }

  public List<StoredConnection> list(String organizationId) {
    return database.read(sql -> rows.list(sql, organizationId));
  }

  /** Writes a checked change together with its audit event. */
  StoredConnection save(Actor actor, @Nullable StoredConnection before, CheckedChange change) {
    var now = clock.instant();
    String id = before == null ? Uuid7.at(now) : before.id();
    database.execute(sql -> {
      boolean written =
          before == null
              ? rows.insert(sql, id, change, now)
              : rows.update(sql, before, change, now);
      if (!written) {
        throw changedMeanwhile();
      }
      keys.rows().set(sql, id, change.keys(), now);
      audit.record(sql, actor, event(before, id, change));
      if (before == null || before.method() != change.method()) {
        listeners.forEach(listener ->
            listener.saving(
                sql, actor, change.organizationId(), change.provider(), change.method()));
      }
    });
    if (before != null) {
      startAnew(before);
    }
    forget(change.organizationId(), change.provider());
    listeners.forEach(
        listener -> listener.saved(change.organizationId(), change.provider(), change.enabled()));
    return show(change.organizationId(), change.provider()).orElseThrow();
  }

  /** What its provider has done counts no more. */
  private void startAnew(StoredConnection connection) {
    keys.forget(connection);
    breakers.forget(connection.id());
  }

  static HttpError changedMeanwhile() {
    return new HttpError(409, "This provider was changed by someone else just now.");
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

  /** Forgets a connection and its keys; false when there was none. */
  public boolean delete(Actor actor, String organizationId, String provider) {
    var deleted =
        database.write(sql -> {
          var found = rows.find(sql, organizationId, provider);
          found.ifPresent(stored -> delete(sql, actor, stored));
          return found;
        });
    deleted.ifPresent(this::startAnew);
    forget(organizationId, provider);
    listeners.forEach(listener -> listener.saved(organizationId, provider, false));
    return deleted.isPresent();
  }

  private void delete(DSLContext sql, Actor actor, StoredConnection stored) {
    rows.delete(sql, stored.id());
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
}
