package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.WEB_SESSION;

import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The browsers in which people have signed in. */
public final class Sessions {
  /** How long a browser stays signed in, however much it is used. */
  public static final Duration LIFE = Duration.ofDays(30);

  /** So exact is it known when a browser was seen last: not every page is a transaction. */
  private static final Duration SEEN_EXACTLY = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;

  public Sessions(Database database, InstantSource clock) {
    this.database = database;
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
    return minted.value();
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

  /** Ends a session at once; one that is over already stays so. */
  public void end(String sessionId) {
    database.execute(
        sql -> sql.deleteFrom(WEB_SESSION).where(WEB_SESSION.ID.eq(sessionId)).execute());
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
  public void end(String personId, String sessionId) {
    database.execute(sql ->
        sql.deleteFrom(WEB_SESSION)
            .where(WEB_SESSION.ID.eq(sessionId), WEB_SESSION.PERSON_ID.eq(personId))
            .execute());
  }

  /** Ends all of a person's sessions but one. */
  public void endOthers(String personId, String keptId) {
    database.execute(sql -> endOthers(sql, personId, keptId));
  }

  static void endOthers(DSLContext sql, String personId, String keptId) {
    sql.deleteFrom(WEB_SESSION)
        .where(WEB_SESSION.PERSON_ID.eq(personId), WEB_SESSION.ID.ne(keptId))
        .execute();
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
