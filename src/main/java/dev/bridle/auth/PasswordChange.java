package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.PERSON_PASSWORD;
import static dev.bridle.store.schema.Tables.WEB_SESSION;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jooq.DSLContext;

/** Gives a person who has signed in another password, and ends their other sessions. */
public final class PasswordChange {
  /** So long after signing in by a link the old password is not asked for. */
  static final Duration FORGIVEN = Duration.ofHours(1);

  /** What became of it. */
  public sealed interface Outcome {
    record Done() implements Outcome {}

    /** The old password is another one. */
    record Wrong() implements Outcome {}

    /** It was wrong too often lately, and is not even tried. */
    record TooMany() implements Outcome {}

    /** There is none yet, and who may come in is the identity provider's to say. */
    record NotTheFirst() implements Outcome {}
  }

  private final Database database;
  private final Passwords passwords;
  private final Sessions sessions;
  private final PersonAudit audit;
  private final Attempts attempts;
  private final InstantSource clock;
  private final boolean rolesAreVouched;

  /**
   * @param rolesAreVouched whether an identity provider says who may come in: then nobody who has
   *     no password gives themselves one, by which they would get in whatever it says later
   */
  public PasswordChange(
      Database database,
      Passwords passwords,
      Sessions sessions,
      AuditLog audit,
      InstantSource clock,
      boolean rolesAreVouched) {
    this.database = database;
    this.passwords = passwords;
    this.sessions = sessions;
    this.audit = new PersonAudit(audit);
    this.attempts = new Attempts(clock);
    this.clock = clock;
    this.rolesAreVouched = rolesAreVouched;
  }

  /**
   * Whether the old password has to be given: not by who came by a link lately, and not where there
   * is none.
   */
  public boolean asksForOld(SignedIn person) {
    long since = clock.instant().minus(FORGIVEN).toEpochMilli();
    return database.read(sql -> hasOne(sql, person) && !cameByLink(sql, person, since));
  }

  private boolean mayNotBeFirst(SignedIn person) {
    long since = clock.instant().minus(FORGIVEN).toEpochMilli();
    return rolesAreVouched
        && database.<Boolean>read(sql -> !hasOne(sql, person) && !cameByLink(sql, person, since));
  }

  private static boolean hasOne(DSLContext sql, SignedIn person) {
    return sql.fetchExists(PERSON_PASSWORD, PERSON_PASSWORD.PERSON_ID.eq(person.personId()));
  }

  private static boolean cameByLink(DSLContext sql, SignedIn person, long since) {
    return sql.fetchExists(
        WEB_SESSION,
        WEB_SESSION.ID.eq(person.sessionId()),
        WEB_SESSION.BEGUN_BY.eq(Entry.LINK.word()),
        WEB_SESSION.CREATED_MS.gt(since));
  }

  public Outcome change(SignedIn person, Secret old, Secret wanted, Actor by) {
    if (mayNotBeFirst(person)) {
      return new Outcome.NotTheFirst();
    }
    if (asksForOld(person)) {
      String machine = java.util.Objects.requireNonNullElse(by.requestIp(), "");
      if (attempts.tooMany(person.email(), machine)) {
        return new Outcome.TooMany();
      }
      attempts.failed(person.email(), machine);
      if (passwords.personWith(person.email(), old).isEmpty()) {
        return new Outcome.Wrong();
      }
      attempts.succeeded(person.email(), machine);
    }
    String hash = passwords.hash(wanted);
    database.execute(sql -> {
      Passwords.set(sql, person.personId(), hash, clock.instant());
      sessions.revokeOthers(sql, person.personId(), person.sessionId(), by);
      audit.record(
          sql,
          by,
          new PersonAudit.Act("USER_PASSWORD_UPDATED", person.personId(), Map.of(), Map.of()));
    });
    return new Outcome.Done();
  }
}
