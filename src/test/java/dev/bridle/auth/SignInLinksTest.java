package dev.bridle.auth;

import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.SIGN_IN_LINK;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class SignInLinksTest {
  private static final Actor OPERATOR = Actor.operator("127.0.0.1", null);
  private static final Device DEVICE = new Device("Mozilla/5.0", "127.0.0.1");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final Sessions sessions;
  private final SignInLinks links;
  private final PasswordChange passwords;
  private final CiRecord record;
  private final String email;

  SignInLinksTest(Engine engine) {
    database = engine.open();
    var audit = new AuditLog(database, clock);
    sessions = new Sessions(database, new AuditLog(database, clock), clock);
    links = new SignInLinks(database, audit, sessions, clock);
    passwords =
        new PasswordChange(database, new Passwords(database), sessions, audit, clock, false);
    record = database.write(sql -> CiRecord.of(sql, "acme"));
    email = database.read(sql -> sql.selectFrom(PERSON).fetchSingle(row -> row.get(PERSON.EMAIL)));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private String link() {
    return links.create(email, OPERATOR).orElseThrow().value().reveal();
  }

  @Test
  void aFirstPasswordWhereRolesAreVouchedNeedsALink() {
    var audit = new AuditLog(database, clock);
    var vouched =
        new PasswordChange(database, new Passwords(database), sessions, audit, clock, true);
    var wanted = new Secret("a long enough password");
    var came = sessions.find(sessions.begin(record.personId, DEVICE).reveal()).orElseThrow();
    assertThat(vouched.change(came, new Secret(""), wanted, OPERATOR))
        .isInstanceOf(PasswordChange.Outcome.NotTheFirst.class);
    String cookie = links.use(link(), DEVICE).orElseThrow().reveal();
    assertThat(
            vouched.change(sessions.find(cookie).orElseThrow(), new Secret(""), wanted, OPERATOR))
        .isInstanceOf(PasswordChange.Outcome.Done.class);
  }

  @Test
  void aLinkIsGoodForHalfAnHour() {
    String link = link();
    clock.pass(SignInLinks.LIFE.minusSeconds(1));
    assertThat(links.find(link)).isPresent();
    clock.pass(Duration.ofSeconds(1));
    assertThat(links.find(link)).isEmpty();
    assertThat(links.use(link, DEVICE)).isEmpty();
  }

  @Test
  void onlyItsHashIsKeptAndOldOnesGo() {
    String link = link();
    String kept = database.read(sql -> sql.selectFrom(SIGN_IN_LINK).fetch().toString());
    assertThat(kept).doesNotContain(link.substring(5, 20));
    clock.pass(SignInLinks.LIFE);
    link();
    assertThat(database.<Integer>read(sql -> sql.fetchCount(SIGN_IN_LINK))).isEqualTo(1);
  }

  @Test
  void nobodyHasALink() {
    assertThat(links.create("nobody@example.com", OPERATOR)).isEmpty();
    assertThat(links.find("")).isEmpty();
    assertThat(links.find(Token.mint(TokenKind.LINK).value().reveal())).isEmpty();
  }

  @Test
  void theOldPasswordIsForgivenForAnHour() {
    database.execute(
        sql -> Passwords.set(sql, record.personId, "not a hash of anything", clock.instant()));
    var byPassword = sessions.find(sessions.begin(record.personId, DEVICE).reveal()).orElseThrow();
    Secret cookie = links.use(link(), DEVICE).orElseThrow();
    var byLink = sessions.find(cookie.reveal()).orElseThrow();
    assertThat(passwords.asksForOld(byPassword)).isTrue();
    assertThat(passwords.asksForOld(byLink)).isFalse();
    clock.pass(PasswordChange.FORGIVEN);
    assertThat(passwords.asksForOld(byLink)).isTrue();
  }
}
