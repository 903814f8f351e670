package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.PERSON_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class PasswordsTest {
  private static final String ADDRESS = "admin@acme.test";

  private final Database database;
  private final Passwords passwords;
  private final CiRecord record;

  PasswordsTest(Engine engine) {
    database = engine.open();
    passwords = new Passwords(database);
    record = database.write(sql -> CiRecord.of(sql, "acme"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void set(String password) {
    String hash = passwords.hash(new Secret(password));
    database.execute(sql -> Passwords.set(sql, record.personId, hash, Instant.now()));
  }

  @Test
  void theRightPasswordIsThePersons() {
    set("correct horse");
    assertThat(passwords.personWith(ADDRESS, new Secret("correct horse")))
        .contains(record.personId);
  }

  @Test
  void anotherPasswordIsNobodys() {
    set("correct horse");
    assertThat(passwords.personWith(ADDRESS, new Secret("correct horsE"))).isEmpty();
    assertThat(passwords.personWith(ADDRESS, new Secret(""))).isEmpty();
    assertThat(passwords.personWith(ADDRESS, new Secret("x".repeat(1_000_000)))).isEmpty();
  }

  @Test
  void whoHasNoPasswordCanNotSignInWithOne() {
    assertThat(passwords.personWith(ADDRESS, new Secret(""))).isEmpty();
    assertThat(passwords.personWith("nobody@acme.test", new Secret("correct horse"))).isEmpty();
  }

  @Test
  void aNewPasswordReplacesTheOldOne() {
    set("correct horse");
    set("battery staple");
    assertThat(passwords.personWith(ADDRESS, new Secret("correct horse"))).isEmpty();
    assertThat(passwords.personWith(ADDRESS, new Secret("battery staple"))).isPresent();
  }

  @Test
  void whatIsKeptIsArgon2idWithASaltOfItsOwn() {
    set("correct horse");
    String kept =
        database.read(
            sql -> sql.selectFrom(PERSON_PASSWORD).fetchSingle().get(PERSON_PASSWORD.HASH));
    assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash(new Secret("correct horse"))).isNotEqualTo(kept);
  }

  @Test
  void passwordsOfAnyScriptAreWell() {
    set("пароль-密码-🔑🔑");
    assertThat(passwords.personWith(ADDRESS, new Secret("пароль-密码-🔑🔑"))).isPresent();
    assertThat(passwords.personWith(ADDRESS, new Secret("??????-??-????"))).isEmpty();
  }
}
