package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.PERSON;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lets people in who know their password. */
public final class SignIn {
  /** What became of it. */
  public sealed interface Outcome {
    /** The cookie's value. */
    record Done(Secret value) implements Outcome {}

    /** No such person, no password, or another one: nobody is told which. */
    record Wrong() implements Outcome {}

    /** It failed too often lately, and is not even tried. */
    record TooMany() implements Outcome {}
  }

  /** The longest address that anyone can have. */
  private static final int LONGEST_ADDRESS = 254;

  private final Passwords passwords;
  private final Sessions sessions;
  private final Attempts attempts;
  private final Database database;
  private final PersonAudit audit;

  public SignIn(
      Database database,
      Passwords passwords,
      Sessions sessions,
      AuditLog audit,
      InstantSource clock) {
    this.database = database;
    this.audit = new PersonAudit(audit);
    this.passwords = passwords;
    this.sessions = sessions;
    this.attempts = new Attempts(clock);
  }

  public Outcome with(String email, Secret password, Device device) {
    String address = address(email);
    if (attempts.tooMany(address, device.ipAddress())) {
      tellOnce(address, device);
      return new Outcome.TooMany();
    }
    // Counted before it is known: those who try many at once are counted too.
    attempts.failed(address, device.ipAddress());
    var person = passwords.personWith(address, password);
    if (person.isEmpty()) {
      return new Outcome.Wrong();
    }
    attempts.succeeded(address, device.ipAddress());
    return new Outcome.Done(sessions.begin(person.get(), device));
  }

  /**
   * What is longer than any address is nobody's, and all such texts are counted as one: so they
   * take no room, and the same time as other wrong ones.
   */
  private static String address(String email) {
    return email.length() > LONGEST_ADDRESS ? "" : email.strip().toLowerCase(Locale.ROOT);
  }

  /** Once for all refusals that follow each other: whoever guesses can't fill the audit log. */
  private void tellOnce(String email, Device device) {
    personOf(email)
        .filter(attempts::firstRefusal)
        .ifPresent(id -> {
          var by = new Actor("GUEST", null, null, device.ipAddress(), device.userAgent());
          var act = new PersonAudit.Act("USER_SIGN_IN_REFUSED", id, Map.of(), Map.of());
          database.execute(sql -> audit.record(sql, by, act));
        });
  }

  /** Read only: addresses that strangers make up neither write nor are remembered. */
  private Optional<String> personOf(String email) {
    return database.read(sql ->
        sql.select(PERSON.ID).from(PERSON).where(PERSON.EMAIL.eq(email)).fetchOptional(PERSON.ID));
  }
}
