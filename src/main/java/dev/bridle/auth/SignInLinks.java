package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.SIGN_IN_LINK;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Links that sign a person in once, such as when a password is forgotten. Only operators make them.
 */
public final class SignInLinks {
  public static final Duration LIFE = Duration.ofMinutes(30);

  /** A link's token, which is shown once. */
  public record Made(Secret value, Instant expiresAt) {}

  /** Whom a link signs in. */
  public record Of(String personId, String name, String email) {}

  private final Database database;
  private final Sessions sessions;
  private final PersonAudit audit;
  private final InstantSource clock;

  public SignInLinks(Database database, AuditLog audit, Sessions sessions, InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.audit = new PersonAudit(audit);
    this.clock = clock;
  }

  /** A link for the person with that address; empty when there is nobody. */
  public Optional<Made> create(String email, Actor by) {
    String address = email.strip().toLowerCase(Locale.ROOT);
    var now = clock.instant();
    var expires = Instant.ofEpochMilli(now.plus(LIFE).toEpochMilli());
    return database.write(sql -> {
      sql.deleteFrom(SIGN_IN_LINK).where(SIGN_IN_LINK.EXPIRES_MS.le(now.toEpochMilli())).execute();
      return sql.select(PERSON.ID)
          .from(PERSON)
          .where(PERSON.EMAIL.eq(address))
          .fetchOptional(PERSON.ID)
          .map(personId -> {
            var minted = Token.mint(TokenKind.LINK);
            sql.insertInto(SIGN_IN_LINK)
                .set(SIGN_IN_LINK.TOKEN_HASH, minted.hash())
                .set(SIGN_IN_LINK.PERSON_ID, personId)
                .set(SIGN_IN_LINK.CREATED_MS, now.toEpochMilli())
                .set(SIGN_IN_LINK.EXPIRES_MS, expires.toEpochMilli())
                .execute();
            audit.record(
                sql,
                by,
                new PersonAudit.Act(
                    "USER_SIGN_IN_LINK_CREATED", personId, Map.of(), Map.of("email", address)));
            return new Made(minted.value(), expires);
          });
    });
  }

  /** Whom a link would sign in; empty when it was used, is too old or was never made. */
  public Optional<Of> find(String value) {
    if (!Token.wellFormed(TokenKind.LINK, value)) {
      return Optional.empty();
    }
    long now = clock.millis();
    return database.read(sql ->
        sql.select(PERSON.ID, PERSON.NAME, PERSON.EMAIL)
            .from(SIGN_IN_LINK)
            .join(PERSON)
            .on(PERSON.ID.eq(SIGN_IN_LINK.PERSON_ID))
            .where(SIGN_IN_LINK.TOKEN_HASH.eq(Token.hash(value)), SIGN_IN_LINK.EXPIRES_MS.gt(now))
            .fetchOptional(
                row -> new Of(row.get(PERSON.ID), row.get(PERSON.NAME), row.get(PERSON.EMAIL))));
  }

  /** Signs in by a link, which is then gone; gives the cookie's value. */
  public Optional<Secret> use(String value, Device device) {
    return find(value)
        .flatMap(of ->
            database.write(sql -> {
              int taken =
                  sql.deleteFrom(SIGN_IN_LINK)
                      .where(SIGN_IN_LINK.TOKEN_HASH.eq(Token.hash(value)))
                      .execute();
              return taken == 0
                  ? Optional.<Secret>empty()
                  : Optional.of(sessions.begin(sql, of.personId(), device, Entry.LINK));
            }));
  }
}
