package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.FORMER_MEMBER;
import static dev.bridle.store.schema.Tables.PERSON;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /** What they are called, so that it can be seen that they left. */
  static Map<String, String> names(
      DSLContext sql, String organizationId, Collection<String> personIds) {
    var names =
        sql.select(PERSON.ID, PERSON.NAME)
            .from(FORMER_MEMBER)
            .join(PERSON)
            .on(PERSON.ID.eq(FORMER_MEMBER.PERSON_ID))
            .where(
                FORMER_MEMBER.ORGANIZATION_ID.eq(organizationId),
                FORMER_MEMBER.PERSON_ID.in(personIds))
            .fetchMap(PERSON.ID, PERSON.NAME);
    names.replaceAll((_, name) -> name + " (left)");
    return names;
  }

  static Optional<Person> find(DSLContext sql, String organizationId, String idOrAddress) {
    String address = idOrAddress.toLowerCase(Locale.ROOT);
    return sql.select(PERSON.fields())
        .from(FORMER_MEMBER)
        .join(PERSON)
        .on(PERSON.ID.eq(FORMER_MEMBER.PERSON_ID))
        .where(FORMER_MEMBER.ORGANIZATION_ID.eq(organizationId))
        .and(PERSON.ID.eq(idOrAddress).or(PERSON.EMAIL.eq(address)))
        .fetchOptional(Members::person);
  }

  static boolean has(DSLContext sql, String organizationId, String personId) {
    return sql.fetchExists(
        FORMER_MEMBER,
        FORMER_MEMBER.ORGANIZATION_ID.eq(organizationId),
        FORMER_MEMBER.PERSON_ID.eq(personId));
  }
}
