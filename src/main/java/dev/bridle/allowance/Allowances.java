package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE;
import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The allowances of organizations, as administrators make, change and delete them. */
public final class Allowances {
  private static final String SUBJECT = "ALLOWANCE";

  private final Database database;
  private final AuditLog audit;
  private final Admissions admissions;
  private final InstantSource clock;

  public Allowances(Database database, AuditLog audit, Admissions admissions, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.admissions = admissions;
    this.clock = clock;
  }

  public List<Allowance> list(String organizationId) {
    return database.read(sql -> AllowanceRows.list(sql, organizationId));
  }

  public Optional<Allowance> find(String organizationId, String id) {
    return database.read(sql -> AllowanceRows.find(sql, organizationId, id));
  }

  /**
   * Some of what one can be for, to choose from; there may be more, and most builds and jobs are.
   */
  public List<KnownTarget> knownTargets(String organizationId) {
    return database.read(new KnownTargets(organizationId));
  }

  /** Makes an allowance; calls that were made before it count as well. */
  public Allowance create(Actor actor, String organizationId, AllowanceTerms terms) {
    var made = database.write(sql -> insert(sql, actor, organizationId, terms));
    admissions.changed(organizationId, made.id());
    return made;
  }

  private Allowance insert(
      DSLContext sql, Actor actor, String organizationId, AllowanceTerms terms) {
    String target = terms.target();
    String targetId =
        target == null ? null : new Targets(sql, organizationId).idOf(terms.scope(), target);
    var now = clock.instant();
    var made = terms.allowance(Uuid7.at(now), nextNumber(sql), organizationId, targetId);
    requireNew(sql, made);
    AllowanceRows.insert(sql, made, now.toEpochMilli());
    audit.record(
        sql,
        actor,
        AuditEvent.created(organizationId, SUBJECT, made.id(), made.spoken(), described(made)));
    return made;
  }

  private static long nextNumber(DSLContext sql) {
    return sql.select(DSL.coalesce(DSL.max(ALLOWANCE.NUMBER), 0L).plus(1))
        .from(ALLOWANCE)
        .fetchSingle()
        .value1();
  }

  private static void requireNew(DSLContext sql, Allowance made) {
    for (Allowance other : AllowanceRows.list(sql, made.organizationId())) {
      if (sameButAmount(made, other)) {
        throw new InvalidAllowance(
            "There is such an allowance already (" + other.id() + "); change its amount instead.");
      }
    }
  }

  private static boolean sameButAmount(Allowance one, Allowance other) {
    return one.scope() == other.scope()
        && one.unit() == other.unit()
        && one.window() == other.window()
        && Objects.equals(one.targetId(), other.targetId())
        && Objects.equals(one.provider(), other.provider())
        && Objects.equals(one.model(), other.model());
  }

  /** Changes the amount or the mode; what was spent stays spent. Empty when there is none. */
  public Optional<Allowance> change(
      Actor actor, String organizationId, String id, AllowanceChange change) {
    return change(actor, organizationId, id, change, _ -> true);
  }

  /**
   * Changes an allowance as the other method does, unless someone else has changed the same fields.
   *
   * @param seen what the fields had when the change was thought out, from {@link
   *     AllowanceChange#seen}
   * @return whether it is now as it was to be
   */
  public boolean changeSeen(Allowance before, AllowanceChange change, String seen, Actor by) {
    return change(
            by,
            before.organizationId(),
            before.id(),
            change,
            now -> change.seen(now).equals(seen) || change.isDone(now))
        .isPresent();
  }

  private Optional<Allowance> change(
      Actor actor,
      String organizationId,
      String id,
      AllowanceChange change,
      Predicate<Allowance> mayChange) {
    Optional<Change> made =
        database.write(sql ->
            locked(sql, organizationId, id)
                .filter(mayChange)
                .map(before -> update(sql, actor, before, change)));
    made.ifPresent(done -> {
      if (done.before.mode() != done.after.mode()) {
        admissions.recounted(done.before, done.after);
      } else {
        admissions.changed(organizationId, id);
      }
    });
    return made.map(Change::after);
  }

  /** As it is until this transaction changes it: whoever else would, waits. */
  private static Optional<Allowance> locked(DSLContext sql, String organizationId, String id) {
    sql.update(ALLOWANCE)
        .set(ALLOWANCE.AMOUNT, ALLOWANCE.AMOUNT)
        .where(ALLOWANCE.ID.eq(id))
        .and(ALLOWANCE.ORGANIZATION_ID.eq(organizationId))
        .execute();
    return AllowanceRows.find(sql, organizationId, id);
  }

  private record Change(Allowance before, Allowance after) {}

  private Change update(DSLContext sql, Actor actor, Allowance before, AllowanceChange change) {
    if (change.mode().filter(mode -> mode == Mode.SOFT).isPresent() && !before.isMoney()) {
      throw new InvalidAllowance("Only an allowance of usd can be soft.");
    }
    // Only what is to change: someone else may be changing the other one.
    var changes = new LinkedHashMap<Field<?>, Object>();
    changes.put(ALLOWANCE.UPDATED_MS, clock.millis());
    change.amount().ifPresent(amount -> changes.put(ALLOWANCE.AMOUNT, amount));
    change.mode().ifPresent(mode -> changes.put(ALLOWANCE.MODE, mode.word()));
    sql.update(ALLOWANCE).set(changes).where(ALLOWANCE.ID.eq(before.id())).execute();
    var after = AllowanceRows.find(sql, before.organizationId(), before.id()).orElseThrow();
    var was = described(before);
    var is = described(after);
    record(sql, actor, before, "_UPDATED", AuditLog.only(was, is), AuditLog.only(is, was));
    return new Change(before, after);
  }

  /** Takes an allowance out of force; false when there is none. */
  public boolean delete(Actor actor, String organizationId, String id) {
    boolean deleted =
        database.write(sql -> {
          var before = AllowanceRows.find(sql, organizationId, id);
          before.ifPresent(allowance -> remove(sql, actor, allowance));
          return before.isPresent();
        });
    if (deleted) {
      admissions.deleted(organizationId, id);
    }
    return deleted;
  }

  /** The row stays: rows of the ledger name it by its number. */
  private void remove(DSLContext sql, Actor actor, Allowance allowance) {
    sql.update(ALLOWANCE)
        .set(ALLOWANCE.DELETED_MS, clock.millis())
        .where(ALLOWANCE.ID.eq(allowance.id()))
        .execute();
    record(sql, actor, allowance, "_DELETED", described(allowance), Map.of());
  }

  private void record(
      DSLContext sql,
      Actor actor,
      Allowance allowance,
      String what,
      Map<String, ?> before,
      Map<String, ?> after) {
    audit.record(
        sql,
        actor,
        new AuditEvent(
            allowance.organizationId(),
            SUBJECT + what,
            SUBJECT,
            allowance.id(),
            allowance.spoken(),
            before,
            after));
  }

  private static Map<String, Object> described(Allowance allowance) {
    var described = new LinkedHashMap<String, @Nullable Object>();
    described.put("scope", allowance.scope().word());
    described.put("target", allowance.target());
    described.put("provider", allowance.provider());
    described.put("model", allowance.model());
    described.put("unit", allowance.unit().word());
    described.put("window", allowance.window().word());
    described.put("amount", allowance.unit().text(allowance.amount()));
    described.put("mode", allowance.mode().word());
    described.values().removeIf(Objects::isNull);
    return new LinkedHashMap<>(described);
  }

  /** Where an allowance stands in the window of now, for those of its targets that used most. */
  public List<Standing> standings(Allowance allowance, int atMost) {
    return standings(allowance, 0, atMost);
  }

  /** The same, without the first few. */
  public List<Standing> standings(Allowance allowance, int skip, int atMost) {
    database.settleHot();
    return database.read(sql -> standings(sql, allowance, skip, atMost));
  }

  /** The same of several, by their ids; those that nobody used are missing. */
  public Map<String, List<Standing>> standings(List<Allowance> allowances, int atMost) {
    database.settleHot();
    return database.read(new FullestTargets(allowances, clock.millis(), atMost));
  }

  /** How many targets have used an allowance in the window of now. */
  public int countStandings(Allowance allowance) {
    database.settleHot();
    return database.read(sql -> sql.fetchCount(ALLOWANCE_BALANCE, ofNow(allowance)));
  }

  /** What people call those of its targets. */
  public List<NamedTarget> named(Allowance allowance, List<Standing> standings) {
    var ids = standings.stream().map(Standing::targetId).toList();
    var known =
        database.read(
            sql -> new TargetNames(sql, allowance.organizationId()).of(allowance.scope(), ids));
    return ids.stream().map(id -> NamedTarget.find(known, id)).toList();
  }

  private Condition ofNow(Allowance allowance) {
    return ALLOWANCE_BALANCE
        .ALLOWANCE_ID
        .eq(allowance.id())
        .and(ALLOWANCE_BALANCE.WINDOW_MS.eq(allowance.window().startMs(clock.millis())));
  }

  private List<Standing> standings(DSLContext sql, Allowance allowance, int skip, int atMost) {
    return sql.selectFrom(ALLOWANCE_BALANCE)
        .where(ofNow(allowance))
        .orderBy(
            ALLOWANCE_BALANCE.SETTLED.plus(ALLOWANCE_BALANCE.HELD).desc(),
            ALLOWANCE_BALANCE.TARGET_ID)
        .limit(skip, atMost)
        .fetch(row ->
            new Standing(
                allowance,
                row.get(ALLOWANCE_BALANCE.TARGET_ID),
                row.get(ALLOWANCE_BALANCE.WINDOW_MS),
                row.get(ALLOWANCE_BALANCE.SETTLED),
                row.get(ALLOWANCE_BALANCE.HELD)));
  }

  /** Adds what a new connection begins with, in the transaction that makes it. */
  public void addStandard(
      DSLContext sql, Actor actor, String organizationId, String provider, boolean hosted) {
    for (AllowanceTerms terms : StandardAllowances.of(provider, hosted)) {
      boolean there =
          AllowanceRows.list(sql, organizationId).stream()
              .anyMatch(
                  other -> sameButAmount(terms.allowance("", 0, organizationId, null), other));
      if (!there) {
        insert(sql, actor, organizationId, terms);
      }
    }
  }

  /** To be told after the transaction in which allowances were added. */
  public void added(String organizationId) {
    list(organizationId).forEach(one -> admissions.changed(organizationId, one.id()));
  }
}
