package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.PERSON;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import java.util.Map;
import org.jooq.DSLContext;

/** Tells every organization that a person is in what was done with the person. */
public final class PersonAudit {
  private static final String SUBJECT = "USER";

  private final AuditLog audit;

  public PersonAudit(AuditLog audit) {
    this.audit = audit;
  }

  /** What was done, with what is different since. */
  public record Act(String type, String personId, Map<String, ?> before, Map<String, ?> after) {}

  public void record(DSLContext sql, Actor by, Act act) {
    String name =
        sql.select(PERSON.NAME)
            .from(PERSON)
            .where(PERSON.ID.eq(act.personId))
            .fetchSingle(PERSON.NAME);
    sql.select(MEMBER.ORGANIZATION_ID)
        .from(MEMBER)
        .where(MEMBER.PERSON_ID.eq(act.personId))
        .fetch(MEMBER.ORGANIZATION_ID)
        .forEach(organizationId ->
            audit.record(
                sql,
                by,
                new AuditEvent(
                    organizationId, act.type, SUBJECT, act.personId, name, act.before, act.after)));
  }
}
