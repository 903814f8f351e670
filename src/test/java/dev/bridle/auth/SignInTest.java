package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static dev.bridle.store.schema.Tables.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What strangers can make signing in keep and write. */
@OnBothEngines
class SignInTest {
  private static final Device DEVICE = new Device("Mozilla/5.0", "192.0.2.1");
  private static final String LATER = "later@example.com";

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final SignIn signIn;
  private final CiRecord record;

  SignInTest(Engine engine) {
    database = engine.open();
    var audit = new AuditLog(database, clock);
    var sessions = new Sessions(database, audit, clock);
    signIn = new SignIn(database, new Passwords(database), sessions, audit, clock);
    record = database.write(sql -> CiRecord.of(sql, "acme"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private SignIn.Outcome attempt(String email) {
    return signIn.with(email, new Secret("not the password"), DEVICE);
  }

  private int refusals() {
    return database.<Integer>read(
        sql -> sql.fetchCount(AUDIT_EVENT, AUDIT_EVENT.TYPE.eq("USER_SIGN_IN_REFUSED")));
  }

  private void address(String email) {
    database.execute(sql ->
        sql.update(PERSON).set(PERSON.EMAIL, email).where(PERSON.ID.eq(record.personId)).execute());
  }

  private void failTooOften(String email) {
    for (int i = 0; i < Attempts.OF_ONE_PERSON_FROM_ONE_MACHINE; i++) {
      assertThat(attempt(email)).isInstanceOf(SignIn.Outcome.Wrong.class);
    }
    assertThat(attempt(email)).isInstanceOf(SignIn.Outcome.TooMany.class);
  }

  @Test
  void whatIsTooLongForAnAddressIsCountedAsOneHoweverItReads() {
    for (int i = 0; i < Attempts.OF_ONE_PERSON_FROM_ONE_MACHINE; i++) {
      assertThat(attempt(i + "x".repeat(254))).isInstanceOf(SignIn.Outcome.Wrong.class);
    }
    assertThat(attempt("y".repeat(1_000_000))).isInstanceOf(SignIn.Outcome.TooMany.class);
  }

  @Test
  void aRefusalOfNobodyIsNotRemembered() {
    failTooOften(LATER);
    assertThat(refusals()).isZero();
    address(LATER);
    attempt(LATER);
    attempt(LATER);
    assertThat(refusals()).isEqualTo(1);
  }
}
