package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PERSON_IDENTITY;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in people for whom an identity provider vouches, as members and in their role. */
public final class Vouching {
  /**
   * What the provider says of someone.
   *
   * @param subject who it is for that issuer, whatever else changes
   * @param email only an address that counts
   * @param role what they are from now on; empty when that is not the provider's business
   */
  public record Vouched(
      String issuer, String subject, Optional<Email> email, String name, Optional<Role> role) {}

  /** What came of the provider's word. */
  public sealed interface Outcome {
    /** They are a member here, or of another organization of this server at least. */
    record Known(String personId) implements Outcome {}

    /** Someone new without an address. */
    record NoAddress() implements Outcome {}

    /** Was a member and is none any more; only an administrator brings them back. */
    record Removed() implements Outcome {}
  }

  private static final Logger LOG = LoggerFactory.getLogger("oidc");

  private final Database database;
  private final AuditLog audit;
  private final Members members;
  private final MemberChanges changes;
  private final InstantSource clock;

  public Vouching(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.members = new Members(database, audit, clock);
    this.changes = new MemberChanges(database, audit, clock);
    this.clock = clock;
  }

  /** Makes someone a member who is none yet, and gives them the role that the provider says. */
  public Outcome bringIn(Vouched who, Optional<String> organization, Actor by) {
    var found = database.write(sql -> find(sql, organization(sql, organization).id, who, by));
    if (found.outcome instanceof Outcome.Known(String personId)) {
      who.role.ifPresent(role -> setRole(found.organizationId, personId, role, by));
    }
    return found.outcome;
  }

  /** Ends what a member has open whom the provider no longer lets in. */
  public void shutOut(Vouched who, Optional<String> organization, Actor by) {
    try {
      database.execute(sql ->
          known(sql, who)
              .or(() -> byAddress(sql, who))
              .ifPresent(id -> changes.shutOut(sql, organization(sql, organization).id, id, by)));
    } catch (InvalidField e) {
      LOG.warn("the last administrator stays signed in although the identity provider says no");
    }
  }

  private Found find(DSLContext sql, String organizationId, Vouched who, Actor by) {
    var person = known(sql, who).or(() -> byAddress(sql, who));
    if (person.isEmpty() && who.email.isEmpty()) {
      return new Found(organizationId, new Outcome.NoAddress());
    }
    if (person.filter(id -> staysOut(sql, organizationId, id)).isPresent()) {
      return new Found(organizationId, new Outcome.Removed());
    }
    String id =
        person
            .filter(known -> needsNoJoining(sql, organizationId, known))
            .orElseGet(() -> join(sql, organizationId, who, person, by));
    remember(sql, who, id);
    return new Found(organizationId, new Outcome.Known(id));
  }

  /** Whoever is in another organization of this server comes in to that one all the same. */
  private static boolean staysOut(DSLContext sql, String organizationId, String personId) {
    return !sql.fetchExists(MEMBER, MEMBER.PERSON_ID.eq(personId))
        && FormerMembers.has(sql, organizationId, personId);
  }

  private static boolean needsNoJoining(DSLContext sql, String organizationId, String personId) {
    return isMember(sql, organizationId, personId)
        || FormerMembers.has(sql, organizationId, personId);
  }

  /**
   * Tells the organization of someone who did not get in.
   *
   * @param said who it was and why, as far as it is known
   */
  public void refused(Map<String, String> said, Optional<String> organization, Actor by) {
    database.execute(
        sql -> find(sql, organization).ifPresent(to -> audit.record(sql, by, refused(to, said))));
  }

  private static AuditEvent refused(Named to, Map<String, String> said) {
    return new AuditEvent(
        to.id, "OIDC_SIGN_IN_REFUSED", "ORGANIZATION", to.id, to.name, Map.of(), said);
  }

  private record Named(String id, String name) {}

  private record Found(String organizationId, Outcome outcome) {}

  private static Named organization(DSLContext sql, Optional<String> slug) {
    return find(sql, slug)
        .orElseThrow(() -> new IllegalStateException("there is no such organization yet"));
  }

  private static Optional<Named> find(DSLContext sql, Optional<String> slug) {
    return sql.select(ORGANIZATION.ID, ORGANIZATION.NAME)
        .from(ORGANIZATION)
        .where(slug.map(ORGANIZATION.SLUG::eq).orElse(DSL.noCondition()))
        .orderBy(ORGANIZATION.CREATED_MS, ORGANIZATION.ID)
        .limit(1)
        .fetchOptional(Records.mapping(Named::new));
  }

  private static Optional<String> known(DSLContext sql, Vouched who) {
    return sql.select(PERSON_IDENTITY.PERSON_ID)
        .from(PERSON_IDENTITY)
        .where(PERSON_IDENTITY.ISSUER.eq(who.issuer), PERSON_IDENTITY.SUBJECT.eq(who.subject))
        .fetchOptional(PERSON_IDENTITY.PERSON_ID);
  }

  private static Optional<String> byAddress(DSLContext sql, Vouched who) {
    return who.email.flatMap(email ->
        sql.select(PERSON.ID)
            .from(PERSON)
            .where(PERSON.EMAIL.eq(email.value()))
            .fetchOptional(PERSON.ID));
  }

  private static boolean isMember(DSLContext sql, String organizationId, String personId) {
    return sql.fetchExists(
        MEMBER, MEMBER.ORGANIZATION_ID.eq(organizationId), MEMBER.PERSON_ID.eq(personId));
  }

  private String join(
      DSLContext sql, String organizationId, Vouched who, Optional<String> person, Actor by) {
    var email =
        person
            .map(id ->
                new Email(
                    sql.selectFrom(PERSON)
                        .where(PERSON.ID.eq(id))
                        .fetchSingle(Members::person)
                        .email()))
            .or(who::email)
            .orElseThrow();
    var wanted = new NewMember(email, cut(who.name), who.role.orElse(Role.MEMBER));
    return members.add(sql, organizationId, wanted, by).person().id();
  }

  /** Nobody is kept out by a name that is longer than names are here. */
  private static String cut(String name) {
    String stripped = name.strip();
    int end = People.LONGEST_NAME;
    if (stripped.length() <= end) {
      return stripped;
    }
    return stripped.substring(
        0, Character.isHighSurrogate(stripped.charAt(end - 1)) ? end - 1 : end);
  }

  private void remember(DSLContext sql, Vouched who, String personId) {
    sql.insertInto(PERSON_IDENTITY)
        .set(PERSON_IDENTITY.ISSUER, who.issuer)
        .set(PERSON_IDENTITY.SUBJECT, who.subject)
        .set(PERSON_IDENTITY.PERSON_ID, personId)
        .set(PERSON_IDENTITY.CREATED_MS, clock.millis())
        .onConflictDoNothing()
        .execute();
  }

  /** An organization without administrators would be nobody's; so the last one stays one. */
  private void setRole(String organizationId, String personId, Role role, Actor by) {
    try {
      changes.changeRole(organizationId, personId, role, by);
    } catch (InvalidField e) {
      LOG.warn("{} stays administrator although the identity provider says otherwise", personId);
    }
  }
}
