package dev.bridle.audit;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;

import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Which events of an organization are wanted; null and empty stand for any.
 *
 * @param text stands anywhere in an event: its type, the names of actor and subject, its data
 * @param actor an id, a name, or a type such as {@code OPERATOR}
 * @param types any of these
 * @param subject an id or a name
 * @param to not included
 * @param terms what else must fit
 */
public record AuditQuery(
    String organizationId,
    @Nullable String text,
    @Nullable String actor,
    List<String> types,
    @Nullable String subjectType,
    @Nullable String subject,
    @Nullable Instant from,
    @Nullable Instant to,
    AuditTerms terms) {
  public AuditQuery {
    types = List.copyOf(types);
  }

  /** Without terms. */
  public AuditQuery(
      String organizationId,
      @Nullable String text,
      @Nullable String actor,
      List<String> types,
      @Nullable String subjectType,
      @Nullable String subject,
      @Nullable Instant from,
      @Nullable Instant to) {
    this(organizationId, text, actor, types, subjectType, subject, from, to, AuditTerms.NONE);
  }

  public AuditQuery with(AuditTerms others) {
    return new AuditQuery(
        organizationId, text, actor, types, subjectType, subject, from, to, others);
  }

  public static AuditQuery all(String organizationId) {
    return new AuditQuery(organizationId, null, null, List.of(), null, null, null, null);
  }

  /** The history of one thing. */
  public static AuditQuery of(String organizationId, String subjectType, String subject) {
    return new AuditQuery(organizationId, null, null, List.of(), subjectType, subject, null, null);
  }

  /** The same, of one type alone. */
  public static AuditQuery of(
      String organizationId, String type, String subjectType, String subject) {
    return new AuditQuery(
        organizationId, null, null, List.of(type), subjectType, subject, null, null);
  }

  List<Condition> conditions() {
    var all = new ArrayList<Condition>();
    all.add(AUDIT_EVENT.ORGANIZATION_ID.eq(organizationId));
    if (text != null) {
      all.add(holds(text));
    }
    if (actor != null) {
      all.add(
          AUDIT_EVENT
              .ACTOR_ID
              .eq(actor)
              .or(AUDIT_EVENT.ACTOR_NAME.equalIgnoreCase(actor))
              .or(AUDIT_EVENT.ACTOR_TYPE.eq(actor)));
    }
    if (!types.isEmpty()) {
      all.add(AUDIT_EVENT.TYPE.in(types));
    }
    if (subjectType != null) {
      all.add(AUDIT_EVENT.SUBJECT_TYPE.eq(subjectType));
    }
    if (subject != null) {
      all.add(AUDIT_EVENT.SUBJECT_ID.eq(subject).or(AUDIT_EVENT.SUBJECT_NAME.eq(subject)));
    }
    // Ids begin with their time, and are what events are listed by.
    if (from != null) {
      all.add(AUDIT_EVENT.OCCURRED_MS.ge(from.toEpochMilli()));
      all.add(AUDIT_EVENT.ID.ge(Uuid7.from(from)));
    }
    if (to != null) {
      all.add(AUDIT_EVENT.OCCURRED_MS.lt(to.toEpochMilli()));
      all.add(AUDIT_EVENT.ID.lt(Uuid7.from(to)));
    }
    all.addAll(terms.conditions(organizationId));
    return all;
  }

  /** Whether events have to be read to know if they are wanted: no index says it. */
  public boolean readsEvents() {
    return text != null || actor != null || subject != null || !terms.equals(AuditTerms.NONE);
  }

  private static Condition holds(String text) {
    return AUDIT_EVENT
        .DATA
        .containsIgnoreCase(text)
        .or(AUDIT_EVENT.TYPE.containsIgnoreCase(AuditTypes.named(text)))
        .or(AUDIT_EVENT.ACTOR_NAME.containsIgnoreCase(text))
        .or(AUDIT_EVENT.SUBJECT_NAME.containsIgnoreCase(text))
        .or(AUDIT_EVENT.SUBJECT_ID.eq(text))
        .or(AUDIT_EVENT.REQUEST_IP.eq(text));
  }
}
