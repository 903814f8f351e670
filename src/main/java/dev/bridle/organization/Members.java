package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.PERSON;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Passwords;
import dev.bridle.auth.Role;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Who belongs to an organization, and as what. */
public final class Members {
  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;

  public Members(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  public List<Member> list(String organizationId) {
    return database.read(sql ->
        sql.select(PERSON.fields())
            .select(MEMBER.ROLE, MEMBER.CREATED_MS)
            .from(MEMBER)
            .join(PERSON)
            .on(PERSON.ID.eq(MEMBER.PERSON_ID))
            .where(MEMBER.ORGANIZATION_ID.eq(organizationId))
            .orderBy(MEMBER.CREATED_MS, PERSON.ID)
            .fetch(Members::member));
  }

  /**
   * Some of the members, who came first foremost.
   *
   * @param text what the name or the address must have in it, in whatever case
   */
  public List<Member> list(String organizationId, String text, int skip, int atMost) {
    return database.read(sql ->
        sql.select(PERSON.fields())
            .select(MEMBER.ROLE, MEMBER.CREATED_MS)
            .from(MEMBER)
            .join(PERSON)
            .on(PERSON.ID.eq(MEMBER.PERSON_ID))
            .where(MEMBER.ORGANIZATION_ID.eq(organizationId), has(text))
            .orderBy(MEMBER.CREATED_MS, MEMBER.PERSON_ID)
            .limit(atMost)
            .offset(skip)
            .fetch(Members::member));
  }

  public int count(String organizationId, String text) {
    return database.<Integer>read(sql ->
        text.isEmpty()
            ? sql.fetchCount(MEMBER, MEMBER.ORGANIZATION_ID.eq(organizationId))
            : sql.fetchCount(
                sql.selectOne()
                    .from(MEMBER)
                    .join(PERSON)
                    .on(PERSON.ID.eq(MEMBER.PERSON_ID))
                    .where(MEMBER.ORGANIZATION_ID.eq(organizationId), has(text))));
  }

  private static Condition has(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return text.isEmpty()
        ? DSL.noCondition()
        : DSL.position(DSL.lower(PERSON.NAME), wanted)
            .gt(0)
            .or(DSL.position(DSL.lower(PERSON.EMAIL), wanted).gt(0));
  }

  /** What those of these people are called who are or were members, by their ids. */
  public Map<String, String> names(String organizationId, Collection<String> personIds) {
    return database.read(sql -> {
      var names = FormerMembers.names(sql, organizationId, personIds);
      names.putAll(
          sql.select(PERSON.ID, PERSON.NAME)
              .from(MEMBER)
              .join(PERSON)
              .on(PERSON.ID.eq(MEMBER.PERSON_ID))
              .where(MEMBER.ORGANIZATION_ID.eq(organizationId), MEMBER.PERSON_ID.in(personIds))
              .fetchMap(PERSON.ID, PERSON.NAME));
      return names;
    });
  }

  /** Who was a member and is none any more, by their id or their whole address. */
  public Optional<Person> findFormer(String organizationId, String idOrAddress) {
    return database.read(sql -> FormerMembers.find(sql, organizationId, idOrAddress));
  }

  public Optional<Person> find(String organizationId, String personId) {
    return database.read(sql ->
        sql.select(PERSON.fields())
            .from(MEMBER)
            .join(PERSON)
            .on(PERSON.ID.eq(MEMBER.PERSON_ID))
            .where(MEMBER.ORGANIZATION_ID.eq(organizationId), PERSON.ID.eq(personId))
            .fetchOptional(Members::person));
  }

  /** Adds a person; someone who is a member already can't be added once more. */
  public Member add(String organizationId, NewMember wanted, Actor by) {
    return database.write(sql -> add(sql, organizationId, wanted, by));
  }

  Member add(DSLContext sql, String organizationId, NewMember wanted, Actor by) {
    var now = clock.instant();
    var role = wanted.role();
    var person = personOf(sql, wanted, now);
    int added =
        sql.insertInto(MEMBER)
            .set(MEMBER.ORGANIZATION_ID, organizationId)
            .set(MEMBER.PERSON_ID, person.id())
            .set(MEMBER.ROLE, role.word())
            .set(MEMBER.CREATED_MS, now.toEpochMilli())
            .onConflictDoNothing()
            .execute();
    if (added == 0) {
      throw new InvalidField("email", "already belongs to a member of this organization");
    }
    FormerMembers.forget(sql, organizationId, person.id());
    audit.record(
        sql,
        by,
        AuditEvent.created(
            organizationId,
            "ORGANIZATION_MEMBER",
            person.id(),
            person.name(),
            Map.of("email", person.email(), "name", person.name(), "role", role.word())));
    return new Member(person, role, Instant.ofEpochMilli(now.toEpochMilli()));
  }

  private static Person personOf(DSLContext sql, NewMember wanted, Instant now) {
    int unknown =
        sql.insertInto(PERSON)
            .set(PERSON.ID, Uuid7.at(now))
            .set(PERSON.EMAIL, wanted.email().value())
            .set(PERSON.NAME, wanted.nameOrAddress())
            .set(PERSON.CREATED_MS, now.toEpochMilli())
            .onConflictDoNothing()
            .execute();
    var person =
        sql.selectFrom(PERSON)
            .where(PERSON.EMAIL.eq(wanted.email().value()))
            .fetchSingle(Members::person);
    wanted
        .passwordHash()
        .ifPresent(hash -> {
          if (unknown == 0) {
            // Else an administrator here could sign in as someone from another organization.
            throw new InvalidField(
                "password", "can't be given for someone who is known here already");
          }
          Passwords.set(sql, person.id(), hash, now);
        });
    return person;
  }

  /** The member that a person is of an organization. */
  public Optional<Member> findMember(String organizationId, String personId) {
    return database.read(sql -> find(sql, organizationId, personId));
  }

  static Optional<Member> find(DSLContext sql, String organizationId, String personId) {
    return sql.select(PERSON.fields())
        .select(MEMBER.ROLE, MEMBER.CREATED_MS)
        .from(MEMBER)
        .join(PERSON)
        .on(PERSON.ID.eq(MEMBER.PERSON_ID))
        .where(MEMBER.ORGANIZATION_ID.eq(organizationId), PERSON.ID.eq(personId))
        .fetchOptional(Members::member);
  }

  private static Member member(Record row) {
    return new Member(
        person(row),
        Role.of(row.get(MEMBER.ROLE)),
        Instant.ofEpochMilli(row.get(MEMBER.CREATED_MS)));
  }

  static Person person(Record row) {
    return new Person(
        row.get(PERSON.ID),
        row.get(PERSON.EMAIL),
        row.get(PERSON.NAME),
        Instant.ofEpochMilli(row.get(PERSON.CREATED_MS)));
  }
}
