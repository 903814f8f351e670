package dev.bridle.oidc;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Device;
import dev.bridle.organization.Vouching;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class RefusalsTest {
  private static final Device DEVICE = new Device("x", "192.0.2.1");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final Refusals refusals;

  RefusalsTest(Engine engine) {
    database = engine.open();
    refusals =
        new Refusals(
            settings(), new Vouching(database, new AuditLog(database, clock), clock), clock);
  }

  private static OidcSettings settings() {
    return new OidcSettings(
        "https://id.test",
        "Acme Login",
        Optional.empty(),
        "bridle",
        Optional.empty(),
        "openid",
        Optional.empty(),
        false);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int told() {
    return database.<Integer>read(
        sql -> sql.fetchCount(AUDIT_EVENT, AUDIT_EVENT.TYPE.eq("OIDC_SIGN_IN_REFUSED")));
  }

  private void organization() {
    database.execute(sql -> CiRecord.of(sql, "acme"));
  }

  @Test
  void aServerWithoutAnOrganizationHasNobodyToTell() {
    refusals.tell(Why.STATE_NOT_VALID, DEVICE);
    assertThat(told()).isZero();
  }

  @Test
  void theSameIsToldAnewAfterAWhile() {
    organization();
    refusals.tell(Why.STATE_NOT_VALID, DEVICE);
    refusals.tell(Why.STATE_NOT_VALID, DEVICE);
    assertThat(told()).isOne();
    refusals.tell(Why.TOKEN_NOT_VALID, DEVICE);
    assertThat(told()).isEqualTo(2);
    clock.pass(Refusals.LATELY.plus(Duration.ofSeconds(1)));
    refusals.tell(Why.STATE_NOT_VALID, DEVICE);
    assertThat(told()).isEqualTo(3);
  }

  @Test
  void manyMachinesTogetherCanNotFillTheAuditLogEither() {
    organization();
    for (int i = 0; i < 2 * Refusals.AT_MOST; i++) {
      refusals.tell(Why.STATE_NOT_VALID, new Device("x", "2001:db8::" + i));
    }
    assertThat(told()).isEqualTo(Refusals.AT_MOST);
  }

  @Test
  void whatAProviderSaysIsKeptShort() {
    organization();
    var claims = new Claims(Map.of("sub", "s".repeat(5_000), "email", "e".repeat(5_000)));
    refusals.tell(Why.NO_ROLE, claims, DEVICE);
    String data =
        database.read(sql ->
            sql.select(AUDIT_EVENT.DATA).from(AUDIT_EVENT).fetchSingle().get(AUDIT_EVENT.DATA));
    assertThat(data).contains("sss", "no_role").hasSizeLessThan(1_000);
  }
}
