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
  private final Database database;
  private final ProviderKeys keys;
  private final Breakers breakers;
  private final ConnectionRows rows;
  private final AuditLog audit;
  private final Operator operator;
  private final InstantSource clock;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AsyncCache<Place, Optional<Connection>> remembered =
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
    void saving(DSLContext sql, Actor actor, Place place, Method method);

    /** After it, when the next call sees it. */
    void saved(Place place, boolean usable);
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /** The connection that a call goes through first, with its fallback; never blocks. */
  public CompletableFuture<Optional<Connection>> find(String organizationId, String provider) {
    return remembered.get(new Place(organizationId, provider, false), this::loadWithFallback);
  }

  private Optional<Connection> loadWithFallback(Place first) {
    var second = new Place(first.organizationId(), first.provider(), true);
    return database.read(
        sql -> load(sql, first).map(connection -> connection.with(load(sql, second))));
  }

  private Optional<Connection> load(DSLContext sql, Place place) {
    return rows.find(sql, place)
        .map(stored -> operator.connection(stored, keys.rows().open(sql, stored.id())));
  }

  /** The next call asks anew. */
  private void forget(Place place) {
    remembered.synchronous().invalidate(place.first());
  }

  /** What administrators may see of it. */
  public Optional<StoredConnection> show(Place place) {
    return database.read(sql -> rows.find(sql, place));
  }

  /** Each followed by its fallback. */
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
      requireFirst(sql, change.place());
      keys.rows().set(sql, id, change.keys(), now);
      audit.record(sql, actor, event(before, id, change));
      if (before == null || before.method() != change.method()) {
        listeners.forEach(listener -> listener.saving(sql, actor, change.place(), change.method()));
      }
    });
    if (before != null) {
      startAnew(before);
    }
    forget(change.place());
    listeners.forEach(listener -> listener.saved(change.place(), change.enabled()));
    return show(change.place()).orElseThrow();
  }

  /** A fallback without a connection that could need it would come to life with the next one. */
  private void requireFirst(DSLContext sql, Place place) {
    if (place.fallback()) {
      if (rows.find(sql, place.first()).isEmpty()) {
        throw changedMeanwhile();
      }
      lock(sql, place);
    }
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
          change.place().organizationId(),
          "MODEL_PROVIDER",
          id,
          change.place().provider(),
          change.described());
    }
    var was = CheckedChange.described(before);
    var is = change.described();
    return new AuditEvent(
        change.place().organizationId(),
        "MODEL_PROVIDER_UPDATED",
        "MODEL_PROVIDER",
        id,
        change.place().provider(),
        AuditLog.only(was, is),
        AuditLog.only(is, was));
  }

  /** Forgets a connection, its keys and its fallback; false when there was none. */
  public boolean delete(Actor actor, Place place) {
    var deleted =
        database.write(sql -> {
          lock(sql, place);
          var found =
              rows.list(sql, place.organizationId()).stream()
                  .filter(stored -> goesWith(stored.place(), place))
                  .toList();
          found.forEach(stored -> delete(sql, actor, stored));
          return found;
        });
    deleted.forEach(this::startAnew);
    forget(place);
    listeners.forEach(listener -> listener.saved(place, false));
    return !deleted.isEmpty();
  }

  /** A fallback that is being saved now must be seen, or must see that it is too late. */
  private void lock(DSLContext sql, Place place) {
    var first = rows.find(sql, place.first());
    if (first.isPresent() && !rows.renew(sql, first.get(), clock.instant())) {
      throw changedMeanwhile();
    }
  }

  private static boolean goesWith(Place one, Place deleted) {
    return one.equals(deleted) || one.first().equals(deleted);
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
