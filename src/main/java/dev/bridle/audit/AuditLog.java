package dev.bridle.audit;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;

import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The append-only record of administrative acts. */
public final class AuditLog {
  /** An event as it was recorded. */
  public record Entry(
      String id,
      String type,
      Instant occurredAt,
      Actor actor,
      String subjectType,
      String subjectId,
      @Nullable String subjectName,
      JsonNode data) {
    /** What became different, one by one. */
    public List<Change> changes() {
      JsonNode before = data.path("before");
      JsonNode after = data.path("after");
      var names = new LinkedHashSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      return names.stream()
          .map(name -> new Change(name, before.get(name), after.get(name)))
          .filter(change -> !Objects.equals(change.before, change.after))
          .toList();
    }
  }

  /** One field that became different; null where it was not, or is not any more. */
  public record Change(String field, @Nullable JsonNode before, @Nullable JsonNode after) {}

  private final Database database;
  private final InstantSource clock;

  public AuditLog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Writes an event in the transaction of the act itself: neither is there without the other. */
  public void record(DSLContext sql, Actor actor, AuditEvent event) {
    var now = clock.instant();
    var data = new LinkedHashMap<String, Object>();
    data.put("before", event.before());
    data.put("after", event.after());
    sql.insertInto(AUDIT_EVENT)
        .set(AUDIT_EVENT.ID, Uuid7.at(now))
        .set(AUDIT_EVENT.ORGANIZATION_ID, event.organizationId())
        .set(AUDIT_EVENT.TYPE, event.type())
        .set(AUDIT_EVENT.ACTOR_TYPE, actor.type())
        .set(AUDIT_EVENT.ACTOR_ID, actor.id())
        .set(AUDIT_EVENT.ACTOR_NAME, actor.name())
        .set(AUDIT_EVENT.SUBJECT_TYPE, event.subjectType())
        .set(AUDIT_EVENT.SUBJECT_ID, event.subjectId())
        .set(AUDIT_EVENT.SUBJECT_NAME, event.subjectName())
        .set(AUDIT_EVENT.DATA, JsonMapper.shared().writeValueAsString(data))
        .set(AUDIT_EVENT.REQUEST_IP, actor.requestIp())
        .set(AUDIT_EVENT.USER_AGENT, actor.userAgent())
        .set(AUDIT_EVENT.OCCURRED_MS, now.toEpochMilli())
        .execute();
  }

  /** The events of an organization before one of them, or its newest; newest first. */
  public List<Entry> list(String organizationId, @Nullable String before, int atMost) {
    return list(AuditQuery.all(organizationId), before, atMost);
  }

  /** The events that are wanted before one of them, or the newest; newest first. */
  public List<Entry> list(AuditQuery query, @Nullable String before, int atMost) {
    return list(query, before, null, atMost);
  }

  /**
   * How far back a search goes that reads so many events: to the event with this id. Empty when
   * there are no more than that.
   */
  public Optional<String> reach(String organizationId, @Nullable String before, int events) {
    return database.read(sql ->
        sql.select(AUDIT_EVENT.ID)
            .from(AUDIT_EVENT)
            .where(
                AUDIT_EVENT.ORGANIZATION_ID.eq(organizationId),
                before == null ? DSL.noCondition() : AUDIT_EVENT.ID.lt(before))
            .orderBy(AUDIT_EVENT.ID.desc())
            .limit(1)
            .offset(events - 1)
            .fetchOptional(AUDIT_EVENT.ID));
  }

  /**
   * The events that are wanted before one of them, or the newest; newest first.
   *
   * @param reach the last one that is looked at; null for all of them
   */
  public List<Entry> list(
      AuditQuery query, @Nullable String before, @Nullable String reach, int atMost) {
    var older = before == null ? DSL.noCondition() : AUDIT_EVENT.ID.lt(before);
    return database.read(sql ->
        sql.selectFrom(AUDIT_EVENT)
            .where(query.conditions())
            .and(older)
            .and(reach == null ? DSL.noCondition() : AUDIT_EVENT.ID.ge(reach))
            .orderBy(AUDIT_EVENT.ID.desc())
            .limit(atMost)
            .fetch(AuditLog::entry));
  }

  /** The same for a search of what is newer: up to the event with this id. */
  public Optional<String> reachOfNewer(String organizationId, String than, int events) {
    return database.read(sql ->
        sql.select(AUDIT_EVENT.ID)
            .from(AUDIT_EVENT)
            .where(AUDIT_EVENT.ORGANIZATION_ID.eq(organizationId), AUDIT_EVENT.ID.gt(than))
            .orderBy(AUDIT_EVENT.ID)
            .limit(1)
            .offset(events - 1)
            .fetchOptional(AUDIT_EVENT.ID));
  }

  /**
   * The events that came next after one of them; newest first, like every list of events.
   *
   * @param reach the last one that is looked at; null for all of them
   */
  public List<Entry> listNewer(AuditQuery query, String than, @Nullable String reach, int atMost) {
    return database
        .read(sql ->
            sql.selectFrom(AUDIT_EVENT)
                .where(query.conditions())
                .and(AUDIT_EVENT.ID.gt(than))
                .and(reach == null ? DSL.noCondition() : AUDIT_EVENT.ID.le(reach))
                .orderBy(AUDIT_EVENT.ID)
                .limit(atMost)
                .fetch(AuditLog::entry))
        .reversed();
  }

  /** What a search names that is not there, in a sentence. */
  public Optional<String> unknown(String organizationId, AuditTerms terms) {
    return database.read(sql -> terms.unknown(sql, organizationId));
  }

  public Optional<Entry> find(String organizationId, String id) {
    return database.read(sql ->
        sql.selectFrom(AUDIT_EVENT)
            .where(AUDIT_EVENT.ORGANIZATION_ID.eq(organizationId), AUDIT_EVENT.ID.eq(id))
            .fetchOptional(AuditLog::entry));
  }

  private static Entry entry(Record row) {
    return new Entry(
        row.get(AUDIT_EVENT.ID),
        row.get(AUDIT_EVENT.TYPE),
        Instant.ofEpochMilli(row.get(AUDIT_EVENT.OCCURRED_MS)),
        new Actor(
            row.get(AUDIT_EVENT.ACTOR_TYPE),
            row.get(AUDIT_EVENT.ACTOR_ID),
            row.get(AUDIT_EVENT.ACTOR_NAME),
            row.get(AUDIT_EVENT.REQUEST_IP),
            row.get(AUDIT_EVENT.USER_AGENT)),
        row.get(AUDIT_EVENT.SUBJECT_TYPE),
        row.get(AUDIT_EVENT.SUBJECT_ID),
        row.get(AUDIT_EVENT.SUBJECT_NAME),
        JsonMapper.shared().readTree(row.get(AUDIT_EVENT.DATA)));
  }

  /** The names that changed, with what they were and what they are. */
  public static Map<String, ?> only(Map<String, ?> values, Map<String, ?> others) {
    var different = new LinkedHashMap<String, Object>();
    values.forEach((name, value) -> {
      if (!Objects.equals(value, others.get(name))) {
        different.put(name, value);
      }
    });
    return different;
  }
}
