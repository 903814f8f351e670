package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.WEB_SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.config.Secret;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
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
    sessions = new Sessions(database, clock);
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
    sessions.end(sessions.find(first.reveal()).orElseThrow().sessionId());
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

  @Test
  void whoIsNoMemberAnyMoreHasNoOrganization() {
    var value = begin();
    database.execute(sql -> sql.deleteFrom(MEMBER).execute());
    assertThat(sessions.find(value.reveal()).orElseThrow().memberships()).isEmpty();
  }
}
