package dev.bridle.policy;

import static dev.bridle.store.schema.Tables.KILL_SWITCH;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobIdentity;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The kill switches of all organizations; those in force are remembered. */
public final class KillSwitches {
  /** How long another node may need to hear of a switch. */
  private static final Duration HEARSAY = Duration.ofSeconds(5);

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final List<Consumer<KillSwitch>> listeners = new CopyOnWriteArrayList<>();
  private final AsyncCache<String, List<KillSwitch>> remembered =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(HEARSAY)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .buildAsync();

  public KillSwitches(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The switch that stops a call now, if there is one; never blocks.
   *
   * @param models the names that its model is known by
   */
  public CompletableFuture<Optional<KillSwitch>> stopping(
      JobIdentity job, String provider, List<String> models) {
    return remembered
        .get(job.organizationId(), id -> list(id))
        .thenApply(all -> {
          var now = clock.instant();
          return all.stream()
              .filter(one ->
                  one.inForce(now)
                      && models.stream().anyMatch(model -> one.stops(job, provider, model)))
              .findFirst();
        });
  }

  /** Tells of every new switch, after it is in force: running calls that it stops must end. */
  public void whenCreated(Consumer<KillSwitch> listener) {
    listeners.add(listener);
  }

  /** The switches of an organization that are in force, newest first. */
  public List<KillSwitch> list(String organizationId) {
    return database.read(sql ->
        sql.selectFrom(KILL_SWITCH)
            .where(KILL_SWITCH.ORGANIZATION_ID.eq(organizationId), inForce())
            .orderBy(KILL_SWITCH.ID.desc())
            .fetch(KillSwitchRow::killSwitch));
  }

  /** Those and the ones that are over, newest first: so many after the first few. */
  public List<KillSwitch> listAll(String organizationId, int skip, int atMost) {
    return database.read(sql ->
        sql.selectFrom(KILL_SWITCH)
            .where(KILL_SWITCH.ORGANIZATION_ID.eq(organizationId))
            .orderBy(KILL_SWITCH.ID.desc())
            .limit(skip, atMost)
            .fetch(KillSwitchRow::killSwitch));
  }

  public int countAll(String organizationId) {
    return database.read(
        sql -> sql.fetchCount(KILL_SWITCH, KILL_SWITCH.ORGANIZATION_ID.eq(organizationId)));
  }

  /** Those that are over, newest first: so many after the first few. */
  public List<KillSwitch> over(String organizationId, int skip, int atMost) {
    return database.read(sql ->
        sql.selectFrom(KILL_SWITCH)
            .where(KILL_SWITCH.ORGANIZATION_ID.eq(organizationId), DSL.not(inForce()))
            .orderBy(KILL_SWITCH.ID.desc())
            .limit(skip, atMost)
            .fetch(KillSwitchRow::killSwitch));
  }

  /** What people call the jobs that some of these name; a job that is gone is missing. */
  public Map<String, StoppedJob> jobs(String organizationId, List<KillSwitch> named) {
    var ids =
        named.stream()
            .filter(one -> one.level() == KillSwitch.Level.JOB)
            .map(KillSwitch::target)
            .filter(Objects::nonNull)
            .toList();
    return ids.isEmpty() ? Map.of() : database.read(new StoppedJobs(organizationId, ids));
  }

  public int countOver(String organizationId) {
    return database.read(sql ->
        sql.fetchCount(
            KILL_SWITCH, KILL_SWITCH.ORGANIZATION_ID.eq(organizationId), DSL.not(inForce())));
  }

  /** One of them, in force or over. */
  public Optional<KillSwitch> find(String organizationId, String id) {
    return database.read(sql ->
        sql.selectFrom(KILL_SWITCH)
            .where(KILL_SWITCH.ORGANIZATION_ID.eq(organizationId), KILL_SWITCH.ID.eq(id))
            .fetchOptional(KillSwitchRow::killSwitch));
  }

  private Condition inForce() {
    return KILL_SWITCH
        .ENDED_MS
        .isNull()
        .and(KILL_SWITCH.ENDS_MS.isNull().or(KILL_SWITCH.ENDS_MS.gt(clock.millis())));
  }

  /** The switch that stops every call to a model now, whoever makes it. */
  public Optional<KillSwitch> stoppingAll(String organizationId, String provider, String model) {
    var now = clock.instant();
    return list(organizationId).stream()
        .filter(one -> one.inForce(now) && one.stopsAll(provider, model))
        .findFirst();
  }

  /** Stops calls from now on, and tells the listeners; an unknown target is refused. */
  public KillSwitch create(Actor actor, String organizationId, NewKillSwitch order) {
    var now = clock.instant();
    var created =
        new KillSwitch(
            Uuid7.at(now),
            organizationId,
            order.level(),
            order.target(),
            order.reason(),
            now,
            actor.name(),
            order.endsAt(),
            null,
            null);
    database.execute(sql -> {
      KillSwitchTarget.require(sql, organizationId, order);
      KillSwitchRow.insert(sql, created, actor);
      audit.record(
          sql,
          actor,
          AuditEvent.created(
              organizationId,
              "KILL_SWITCH",
              created.id(),
              created.target(),
              KillSwitchRow.described(created)));
    });
    remembered.synchronous().invalidate(organizationId);
    listeners.forEach(listener -> listener.accept(created));
    return created;
  }

  /** Ends a switch that is in force; false when there is none. */
  public boolean end(Actor actor, String organizationId, String id) {
    boolean ended = database.write(sql -> end(sql, actor, organizationId, id));
    remembered.synchronous().invalidate(organizationId);
    return ended;
  }

  private boolean end(DSLContext sql, Actor actor, String organizationId, String id) {
    var found =
        sql.selectFrom(KILL_SWITCH)
            .where(KILL_SWITCH.ID.eq(id), KILL_SWITCH.ORGANIZATION_ID.eq(organizationId), inForce())
            .fetchOptional(KillSwitchRow::killSwitch);
    if (found.isEmpty()) {
      return false;
    }
    int ended =
        sql.update(KILL_SWITCH)
            .set(KILL_SWITCH.ENDED_BY, actor.id())
            .set(KILL_SWITCH.ENDED_BY_NAME, actor.name())
            .set(KILL_SWITCH.ENDED_MS, clock.millis())
            .where(KILL_SWITCH.ID.eq(id), KILL_SWITCH.ENDED_MS.isNull())
            .execute();
    if (ended == 1) {
      audit.record(sql, actor, KillSwitchRow.endedEvent(organizationId, found.get()));
    }
    return ended == 1;
  }
}
