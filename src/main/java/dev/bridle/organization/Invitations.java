package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.INVITATION;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.PERSON;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditEvent;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Invitations to organizations: each is a link that works once, for some days. */
public final class Invitations {
  private static final String SUBJECT = "INVITATION";
  private static final int MOST_OPEN = 500;

  /** What came of a link that someone has followed. */
  public sealed interface Outcome {
    /**
     * The link was good, and made a member.
     *
     * @param newPerson whether this server has not known them before; only then may a first
     *     password be set
     */
    record Accepted(String organizationId, Member member, boolean newPerson) implements Outcome {}

    /** There never was such a link, or it was used or revoked, or is too old. */
    record NotValid() implements Outcome {}
  }

  /** Does something more in the transaction that makes someone a member. */
  @FunctionalInterface
  public interface Also {
    void act(DSLContext sql, Outcome.Accepted accepted);
  }

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final Members members;

  public Invitations(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.members = new Members(database, audit, clock);
  }

  /** Those that can still be accepted, newest first. */
  public List<Invitation> list(String organizationId) {
    return database.read(sql ->
        sql.selectFrom(INVITATION)
            .where(INVITATION.ORGANIZATION_ID.eq(organizationId), open())
            .orderBy(INVITATION.ID.desc())
            .fetch(Invitations::invitation));
  }

  /** Some of them, newest first. */
  public List<Invitation> list(String organizationId, int skip, int atMost) {
    return database.read(sql ->
        sql.selectFrom(INVITATION)
            .where(INVITATION.ORGANIZATION_ID.eq(organizationId), open())
            .orderBy(INVITATION.ID.desc())
            .limit(atMost)
            .offset(skip)
            .fetch(Invitations::invitation));
  }

  public int count(String organizationId) {
    return database.<Integer>read(sql ->
        sql.fetchCount(INVITATION, INVITATION.ORGANIZATION_ID.eq(organizationId).and(open())));
  }

  /** The invitation that a link is for, while it can be accepted. */
  public Optional<Invitation> find(String token) {
    return Token.wellFormed(TokenKind.INVITATION, token)
        ? database.read(sql -> find(sql, INVITATION.TOKEN_HASH.eq(Token.hash(token))))
        : Optional.empty();
  }

  private Condition open() {
    return INVITATION
        .ACCEPTED_MS
        .isNull()
        .and(INVITATION.REVOKED_MS.isNull())
        .and(INVITATION.EXPIRES_MS.gt(clock.millis()));
  }

  private Optional<Invitation> find(DSLContext sql, Condition which) {
    return sql.selectFrom(INVITATION).where(which, open()).fetchOptional(Invitations::invitation);
  }

  /** Invites someone; an earlier invitation of the same person is good no more. */
  public Minted<Invitation> create(
      String organizationId, Email email, Role role, Duration life, Actor by) {
    var now = clock.instant();
    var minted = Token.mint(TokenKind.INVITATION);
    var made =
        new Invitation(
            Uuid7.at(now),
            organizationId,
            email.value(),
            role,
            by.name(),
            Instant.ofEpochMilli(now.toEpochMilli()),
            Instant.ofEpochMilli(now.plus(life).toEpochMilli()));
    database.execute(sql -> {
      requireNoMember(sql, organizationId, email);
      find(
              sql,
              INVITATION.ORGANIZATION_ID.eq(organizationId).and(INVITATION.EMAIL.eq(email.value())))
          .ifPresent(earlier -> revoke(sql, earlier, by));
      requireRoom(sql, organizationId);
      insert(sql, made, minted.hash(), by);
      audit.record(
          sql,
          by,
          AuditEvent.created(organizationId, SUBJECT, made.id(), made.email(), described(made)));
    });
    return new Minted<>(made, minted.value());
  }

  private static void requireNoMember(DSLContext sql, String organizationId, Email email) {
    if (sql.fetchExists(
        sql.selectOne()
            .from(MEMBER)
            .join(PERSON)
            .on(PERSON.ID.eq(MEMBER.PERSON_ID))
            .where(MEMBER.ORGANIZATION_ID.eq(organizationId), PERSON.EMAIL.eq(email.value())))) {
      throw new InvalidField("email", "already belongs to a member of this organization");
    }
  }

  private void requireRoom(DSLContext sql, String organizationId) {
    if (sql.fetchCount(INVITATION, INVITATION.ORGANIZATION_ID.eq(organizationId).and(open()))
        >= MOST_OPEN) {
      throw new InvalidField(
          "email", "can't be invited: " + MOST_OPEN + " invitations are open already");
    }
  }

  private static void insert(DSLContext sql, Invitation made, String hash, Actor by) {
    sql.insertInto(INVITATION)
        .set(INVITATION.ID, made.id())
        .set(INVITATION.ORGANIZATION_ID, made.organizationId())
        .set(INVITATION.EMAIL, made.email())
        .set(INVITATION.ROLE, made.role().word())
        .set(INVITATION.TOKEN_HASH, hash)
        .set(INVITATION.CREATED_BY, by.id())
        .set(INVITATION.CREATED_BY_NAME, by.name())
        .set(INVITATION.CREATED_MS, made.createdAt().toEpochMilli())
        .set(INVITATION.EXPIRES_MS, made.expiresAt().toEpochMilli())
        .execute();
  }

  /** Ends an invitation that can still be accepted; false when there is none. */
  public boolean revoke(String organizationId, String id, Actor by) {
    return database.write(sql -> {
      var found =
          find(sql, INVITATION.ID.eq(id).and(INVITATION.ORGANIZATION_ID.eq(organizationId)));
      return found.isPresent() && revoke(sql, found.get(), by);
    });
  }

  private boolean revoke(DSLContext sql, Invitation invitation, Actor by) {
    boolean revoked =
        sql.update(INVITATION)
                .set(INVITATION.REVOKED_MS, clock.millis())
                .where(INVITATION.ID.eq(invitation.id()), open())
                .execute()
            == 1;
    if (revoked) {
      audit.record(sql, by, event(invitation, "_DELETED", described(invitation), Map.of()));
    }
    return revoked;
  }

  /**
   * Makes whoever holds a link a member, once.
   *
   * @param by where they are, as the request says
   * @param also what else is to be done in the same transaction, such as setting a password
   */
  public Outcome accept(String token, String name, Actor by, Also also) {
    if (!Token.wellFormed(TokenKind.INVITATION, token)) {
      return new Outcome.NotValid();
    }
    return database.write(sql -> {
      var found = find(sql, INVITATION.TOKEN_HASH.eq(Token.hash(token)));
      if (found.isEmpty() || !take(sql, found.get())) {
        return new Outcome.NotValid();
      }
      var accepted = member(sql, found.get(), name, by);
      also.act(sql, accepted);
      return accepted;
    });
  }

  /** Of two who come at once, one gets it. */
  private boolean take(DSLContext sql, Invitation invitation) {
    return sql.update(INVITATION)
            .set(INVITATION.ACCEPTED_MS, clock.millis())
            .where(INVITATION.ID.eq(invitation.id()), open())
            .execute()
        == 1;
  }

  private Outcome.Accepted member(DSLContext sql, Invitation invitation, String name, Actor by) {
    var email = new Email(invitation.email());
    boolean known = sql.fetchExists(PERSON, PERSON.EMAIL.eq(email.value()));
    var member =
        members.add(
            sql, invitation.organizationId(), new NewMember(email, name, invitation.role()), by);
    audit.record(
        sql,
        by,
        event(invitation, "_ACCEPTED", Map.of(), Map.of("person_id", member.person().id())));
    return new Outcome.Accepted(invitation.organizationId(), member, !known);
  }

  private static AuditEvent event(
      Invitation invitation, String what, Map<String, ?> before, Map<String, ?> after) {
    return new AuditEvent(
        invitation.organizationId(),
        SUBJECT + what,
        SUBJECT,
        invitation.id(),
        invitation.email(),
        before,
        after);
  }

  private static Map<String, ?> described(Invitation invitation) {
    return Map.of(
        "email", invitation.email(),
        "role", invitation.role().word(),
        "expires_at", invitation.expiresAt().toString());
  }

  private static Invitation invitation(Record row) {
    return new Invitation(
        row.get(INVITATION.ID),
        row.get(INVITATION.ORGANIZATION_ID),
        row.get(INVITATION.EMAIL),
        Role.of(row.get(INVITATION.ROLE)),
        row.get(INVITATION.CREATED_BY_NAME),
        Instant.ofEpochMilli(row.get(INVITATION.CREATED_MS)),
        Instant.ofEpochMilli(row.get(INVITATION.EXPIRES_MS)));
  }
}
