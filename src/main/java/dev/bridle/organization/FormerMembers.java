package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.FORMER_MEMBER;

import java.time.InstantSource;
import org.jooq.DSLContext;

/** Who was a member of an organization, until they left or were removed. */
final class FormerMembers {
  private final InstantSource clock;

  FormerMembers(InstantSource clock) {
    this.clock = clock;
  }

  void add(DSLContext sql, String organizationId, String personId) {
    sql.insertInto(FORMER_MEMBER)
        .set(FORMER_MEMBER.ORGANIZATION_ID, organizationId)
        .set(FORMER_MEMBER.PERSON_ID, personId)
        .set(FORMER_MEMBER.LEFT_MS, clock.millis())
        .execute();
  }

  /** They are a member again. */
  static void forget(DSLContext sql, String organizationId, String personId) {
    sql.deleteFrom(FORMER_MEMBER)
        .where(
            FORMER_MEMBER.ORGANIZATION_ID.eq(organizationId), FORMER_MEMBER.PERSON_ID.eq(personId))
        .execute();
  }

  static boolean has(DSLContext sql, String organizationId, String personId) {
    return sql.fetchExists(
        FORMER_MEMBER,
        FORMER_MEMBER.ORGANIZATION_ID.eq(organizationId),
        FORMER_MEMBER.PERSON_ID.eq(personId));
  }
}
