package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.API_TOKEN;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.WEB_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.AuditLog;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class PassesTest {
  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final CiRecord record;
  private final Passes passes;
  private final Pass session;
  private final Pass token;

  PassesTest(Engine engine) {
    database = engine.open();
    record = database.write(sql -> CiRecord.of(sql, "acme"));
    passes = new Passes(database, clock);
    var sessions = new Sessions(database, new AuditLog(database, clock), clock);
    String cookie = sessions.begin(record.personId, new Device("x", "127.0.0.1")).reveal();
    var person = sessions.find(cookie).orElseThrow();
    session = Pass.of(person, person.in("acme").orElseThrow());
    token = new Pass(TokenKind.API, "t", record.organizationId, record.personId);
    database.execute(this::addToken);
  }

  private void addToken(DSLContext sql) {
    sql.insertInto(API_TOKEN)
        .set(API_TOKEN.ID, token.id())
        .set(API_TOKEN.ORGANIZATION_ID, record.organizationId)
        .set(API_TOKEN.PERSON_ID, record.personId)
        .set(API_TOKEN.TOKEN_HASH, "hash")
        .set(API_TOKEN.DESCRIPTION, "")
        .set(API_TOKEN.SCOPES, "")
        .set(API_TOKEN.CREATED_MS, clock.millis())
        .set(API_TOKEN.EXPIRES_MS, clock.millis() + Duration.ofDays(1).toMillis())
        .execute();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Set<Pass> valid() {
    return passes.valid(List.of(session, token));
  }

  @Test
  void bothKindsHoldAtFirst() {
    assertThat(valid()).containsExactlyInAnyOrder(session, token);
    assertThat(passes.valid(List.of())).isEmpty();
  }

  @Test
  void whoIsNoMemberAnyMoreHasNone() {
    database.execute(sql -> sql.deleteFrom(MEMBER).execute());
    assertThat(valid()).isEmpty();
  }

  @Test
  void aSessionThatEndedIsNone() {
    database.execute(sql -> sql.deleteFrom(WEB_SESSION).execute());
    assertThat(valid()).containsExactly(token);
  }

  @Test
  void aTokenThatWasRevokedIsNone() {
    database.execute(sql -> sql.update(API_TOKEN).set(API_TOKEN.REVOKED_MS, 1L).execute());
    assertThat(valid()).containsExactly(session);
  }

  @Test
  void bothEndByThemselves() {
    clock.pass(Duration.ofDays(1));
    assertThat(valid()).containsExactly(session);
    clock.pass(Sessions.LIFE);
    assertThat(valid()).isEmpty();
  }

  @Test
  void aPassIsForOneOrganizationAndOnePerson() {
    assertThat(
            passes.valid(
                List.of(
                    new Pass(TokenKind.WEB, session.id(), "other", record.personId),
                    new Pass(TokenKind.API, token.id(), record.organizationId, "other"),
                    new Pass(TokenKind.API, session.id(), record.organizationId, record.personId))))
        .isEmpty();
  }
}
