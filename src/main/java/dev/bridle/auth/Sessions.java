package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.WEB_SESSION;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
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
import org.jooq.impl.DSL;

/** The browsers in which people have signed in. */
public final class Sessions {
  /** How long a browser stays signed in, however much it is used. */
  public static final Duration LIFE = Duration.ofDays(30);

  /** So exact is it known when a browser was seen last: not every page is a transaction. */
  private static final Duration SEEN_EXACTLY = Duration.ofMinutes(1);

  private final Database database;
  private final PersonAudit audit;
  private final InstantSource clock;

  public Sessions(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = new PersonAudit(audit);
    this.clock = clock;
  }

  /** Begins a session and gives the value for its cookie. */
  public Secret begin(String personId, Device device) {
    return begin(personId, device, Entry.PASSWORD);
  }

  public Secret begin(String personId, Device device, Entry by) {
    return database.write(sql -> begin(sql, personId, device, by));
  }

  Secret begin(DSLContext sql, String personId, Device device, Entry by) {
    var now = clock.instant();
    var minted = Token.mint(TokenKind.WEB);
    sql.deleteFrom(WEB_SESSION).where(WEB_SESSION.EXPIRES_MS.le(now.toEpochMilli())).execute();
    sql.insertInto(WEB_SESSION)
        .set(WEB_SESSION.ID, Uuid7.at(now))
        .set(WEB_SESSION.PERSON_ID, personId)
        .set(WEB_SESSION.TOKEN_HASH, minted.hash())
        .set(WEB_SESSION.BEGUN_BY, by.word())
        .set(WEB_SESSION.USER_AGENT, device.userAgent())
        .set(WEB_SESSION.IP_ADDRESS, device.ipAddress())
        .set(WEB_SESSION.CREATED_MS, now.toEpochMilli())
        .set(WEB_SESSION.SEEN_MS, now.toEpochMilli())
        .set(WEB_SESSION.EXPIRES_MS, now.plus(LIFE).toEpochMilli())
        .execute();
    audit.record(
        sql,
        actor(sql, personId, device),
        new PersonAudit.Act("USER_SIGNED_IN", personId, Map.of(), Map.of("by", by.word())));
    return minted.value();
  }

  private static Actor actor(DSLContext sql, String personId, Device device) {
    String name =
        sql.select(PERSON.NAME).from(PERSON).where(PERSON.ID.eq(personId)).fetchSingle(PERSON.NAME);
    return new Actor("USER", personId, name, device.ipAddress(), device.userAgent());
  }

  /** Who has signed in with this cookie's value. */
  public Optional<SignedIn> find(String value) {
    if (!Token.wellFormed(TokenKind.WEB, value)) {
      return Optional.empty();
    }
    long now = clock.millis();
    var found = database.read(sql -> find(sql, Token.hash(value), now));
    found
        .filter(row -> now - row.get(WEB_SESSION.SEEN_MS) > SEEN_EXACTLY.toMillis())
        .ifPresent(row -> seen(row.get(WEB_SESSION.ID), now));
    return found.map(row -> signedIn(row, memberships(row.get(PERSON.ID))));
  }

  private static Optional<? extends Record> find(DSLContext sql, String hash, long now) {
    return sql.select(WEB_SESSION.ID, WEB_SESSION.SEEN_MS, PERSON.ID, PERSON.EMAIL, PERSON.NAME)
        .from(WEB_SESSION)
        .join(PERSON)
        .on(PERSON.ID.eq(WEB_SESSION.PERSON_ID))
        .where(WEB_SESSION.TOKEN_HASH.eq(hash), WEB_SESSION.EXPIRES_MS.gt(now))
        .fetchOptional();
  }

  private void seen(String sessionId, long now) {
    database.execute(sql ->
        sql.update(WEB_SESSION)
            .set(WEB_SESSION.SEEN_MS, now)
            .where(WEB_SESSION.ID.eq(sessionId))
            .execute());
  }

  private List<Membership> memberships(String personId) {
    return database.read(sql ->
        sql.select(ORGANIZATION.ID, ORGANIZATION.SLUG, ORGANIZATION.NAME, MEMBER.ROLE)
            .from(MEMBER)
            .join(ORGANIZATION)
            .on(ORGANIZATION.ID.eq(MEMBER.ORGANIZATION_ID))
            .where(MEMBER.PERSON_ID.eq(personId))
            .orderBy(MEMBER.CREATED_MS, ORGANIZATION.ID)
            .fetch(row ->
                new Membership(
                    row.get(ORGANIZATION.ID),
                    row.get(ORGANIZATION.SLUG),
                    row.get(ORGANIZATION.NAME),
                    Role.of(row.get(MEMBER.ROLE)))));
  }

  private static SignedIn signedIn(Record row, List<Membership> memberships) {
    return new SignedIn(
        row.get(WEB_SESSION.ID),
        row.get(PERSON.ID),
        row.get(PERSON.EMAIL),
        row.get(PERSON.NAME),
        memberships);
  }

  /** Ends the session of whoever signs out, at once; one that is over already stays so. */
  public void signOut(SignedIn person, Device device) {
    database.execute(sql -> {
      int ended =
          sql.deleteFrom(WEB_SESSION).where(WEB_SESSION.ID.eq(person.sessionId())).execute();
      if (ended > 0) {
        audit.record(
            sql,
            actor(sql, person.personId(), device),
            new PersonAudit.Act("USER_SIGNED_OUT", person.personId(), Map.of(), Map.of()));
      }
    });
  }

  /** The browsers in which a person is signed in now; the one seen last comes first. */
  public List<OpenSession> list(String personId, int skip, int atMost) {
    long now = clock.millis();
    return database.read(sql ->
        sql.selectFrom(WEB_SESSION)
            .where(WEB_SESSION.PERSON_ID.eq(personId), WEB_SESSION.EXPIRES_MS.gt(now))
            .orderBy(WEB_SESSION.SEEN_MS.desc(), WEB_SESSION.ID.desc())
            .limit(atMost)
            .offset(skip)
            .fetch(Sessions::open));
  }

  public int count(String personId) {
    long now = clock.millis();
    return database.<Integer>read(sql ->
        sql.fetchCount(
            WEB_SESSION, WEB_SESSION.PERSON_ID.eq(personId).and(WEB_SESSION.EXPIRES_MS.gt(now))));
  }

  /** Ends one of a person's own sessions; nobody else's. */
  public void revoke(String personId, String sessionId, Actor by) {
    database.execute(sql -> revoke(sql, personId, WEB_SESSION.ID.eq(sessionId), by));
  }

  /** Ends all of a person's sessions but one. */
  public void revokeOthers(String personId, String keptId, Actor by) {
    database.execute(sql -> revokeOthers(sql, personId, keptId, by));
  }

  void revokeOthers(DSLContext sql, String personId, String keptId, Actor by) {
    revoke(sql, personId, WEB_SESSION.ID.ne(keptId), by);
  }

  /** Ends all of a person's sessions. */
  public void revokeAll(DSLContext sql, String personId, Actor by) {
    revoke(sql, personId, DSL.noCondition(), by);
  }

  /** What was ended is told session by session. */
  private void revoke(DSLContext sql, String personId, Condition which, Actor by) {
    var mine = WEB_SESSION.PERSON_ID.eq(personId).and(which);
    var open = sql.selectFrom(WEB_SESSION).where(mine).orderBy(WEB_SESSION.ID).fetch();
    for (var session : open) {
      if (sql.deleteFrom(WEB_SESSION)
              .where(WEB_SESSION.ID.eq(session.get(WEB_SESSION.ID)))
              .execute()
          > 0) {
        audit.record(sql, by, revoked(open(session), personId));
      }
    }
  }

  private static PersonAudit.Act revoked(OpenSession session, String personId) {
    var was =
        Map.of(
            "device",
            session.device().userAgent(),
            "request_ip",
            session.device().ipAddress(),
            "signed_in_at",
            session.createdAt().toString());
    return new PersonAudit.Act("USER_SESSION_REVOKED", personId, was, Map.of());
  }

  /** Ends the sessions of a person who is a member nowhere any more. */
  public static void endOfStranger(DSLContext sql, String personId) {
    if (!sql.fetchExists(MEMBER, MEMBER.PERSON_ID.eq(personId))) {
      sql.deleteFrom(WEB_SESSION).where(WEB_SESSION.PERSON_ID.eq(personId)).execute();
    }
  }

  private static OpenSession open(Record row) {
    return new OpenSession(
        row.get(WEB_SESSION.ID),
        new Device(row.get(WEB_SESSION.USER_AGENT), row.get(WEB_SESSION.IP_ADDRESS)),
        Instant.ofEpochMilli(row.get(WEB_SESSION.CREATED_MS)),
        Instant.ofEpochMilli(row.get(WEB_SESSION.SEEN_MS)),
        Instant.ofEpochMilli(row.get(WEB_SESSION.EXPIRES_MS)));
  }
}
