package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.WEB_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class SessionsTest {
  private static final Device DEVICE = new Device("Mozilla/5.0", "127.0.0.1");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final Sessions sessions;
  private final CiRecord record;

  SessionsTest(Engine engine) {
    database = engine.open();
    sessions = new Sessions(database, new AuditLog(database, clock), clock);
    record = database.write(sql -> CiRecord.of(sql, "acme"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Secret begin() {
    return sessions.begin(record.personId, DEVICE);
  }

  private long count() {
    return database.<Integer>read(sql -> sql.fetchCount(WEB_SESSION));
  }

  @Test
  void aSessionIsItsPersonsInTheirOrganizations() {
    var found = sessions.find(begin().reveal()).orElseThrow();
    assertThat(found.personId()).isEqualTo(record.personId);
    assertThat(found.memberships())
        .containsExactly(new Membership(record.organizationId, "acme", "acme", Role.ADMIN));
  }

  @Test
  void onlyTheHashOfItsValueIsKept() {
    String value = begin().reveal();
    String kept = database.read(sql -> sql.selectFrom(WEB_SESSION).fetch().toString());
    assertThat(kept).doesNotContain(value.substring(5, 20));
  }

  @Test
  void madeUpValuesAreNobodys() {
    begin();
    assertThat(sessions.find("")).isEmpty();
    assertThat(sessions.find("brdw_" + "a".repeat(38))).isEmpty();
    assertThat(sessions.find(Token.mint(TokenKind.WEB).value().reveal())).isEmpty();
  }

  @Test
  void itEndsWhenItIsEnded() {
    var first = begin();
    var second = begin();
    sessions.signOut(sessions.find(first.reveal()).orElseThrow(), DEVICE);
    assertThat(sessions.find(first.reveal())).isEmpty();
    assertThat(sessions.find(second.reveal())).isPresent();
  }

  @Test
  void itEndsByItselfAndIsForgotten() {
    var value = begin();
    clock.pass(Sessions.LIFE.minusSeconds(1));
    assertThat(sessions.find(value.reveal())).isPresent();
    clock.pass(Duration.ofSeconds(1));
    assertThat(sessions.find(value.reveal())).isEmpty();
    begin();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void whenItWasSeenLastIsKnownToAMinute() {
    var value = begin();
    clock.pass(Duration.ofSeconds(61));
    sessions.find(value.reveal());
    long seen =
        database.read(sql -> sql.selectFrom(WEB_SESSION).fetchSingle().get(WEB_SESSION.SEEN_MS));
    assertThat(seen).isEqualTo(clock.millis());
  }

  private List<AuditLog.Entry> events(String type) {
    return new AuditLog(database, clock)
        .list(record.organizationId, null, 100).stream()
            .filter(entry -> entry.type().equals(type))
            .toList();
  }

  @Test
  void whatIsRevokedIsTold() {
    var mine = sessions.find(begin().reveal()).orElseThrow();
    var other = sessions.find(begin().reveal()).orElseThrow();
    begin();
    var by = new Actor("USER", record.personId, "Ana", "127.0.0.1", null);

    sessions.revoke(record.personId, other.sessionId(), by);
    sessions.revoke(record.personId, other.sessionId(), by);
    sessions.revoke("someone else", mine.sessionId(), by);
    sessions.revokeOthers(record.personId, mine.sessionId(), by);

    assertThat(sessions.list(record.personId, 0, 100))
        .extracting(OpenSession::id)
        .containsExactly(mine.sessionId());
    assertThat(events("USER_SESSION_REVOKED"))
        .hasSize(2)
        .allSatisfy(event ->
            assertThat(event.data().path("before").path("device").asString())
                .isEqualTo("Mozilla/5.0"));
  }

  @Test
  void signingOutTwiceIsToldOnce() {
    var person = sessions.find(begin().reveal()).orElseThrow();
    sessions.signOut(person, DEVICE);
    sessions.signOut(person, DEVICE);
    assertThat(events("USER_SIGNED_OUT")).hasSize(1);
  }

  @Test
  void onlyWhoIsAMemberNowhereLosesTheirSessions() {
    begin();
    database.execute(sql -> Sessions.endOfStranger(sql, record.personId));
    assertThat(count()).isEqualTo(1);
    database.execute(sql -> {
      sql.deleteFrom(MEMBER).execute();
      Sessions.endOfStranger(sql, record.personId);
    });
    assertThat(count()).isZero();
  }

  @Test
  void whoIsNoMemberAnyMoreHasNoOrganization() {
    var value = begin();
    database.execute(sql -> sql.deleteFrom(MEMBER).execute());
    assertThat(sessions.find(value.reveal()).orElseThrow().memberships()).isEmpty();
  }
}
