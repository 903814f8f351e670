package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.FORMER_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who was a member and is none any more. */
@OnBothEngines
class FormerMembersTest {
  private static final Actor BY = Actor.operator("127.0.0.1", "test");

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final Members members;
  private final MemberChanges changes;
  private final Vouching vouching;
  private final CiRecord acme;

  FormerMembersTest(Engine engine) {
    database = engine.open();
    var audit = new AuditLog(database, clock);
    members = new Members(database, audit, clock);
    changes = new MemberChanges(database, audit, clock);
    vouching = new Vouching(database, audit, clock);
    acme = database.write(sql -> CiRecord.of(sql, "acme"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private String join(String email) {
    return members
        .add(acme.organizationId, new NewMember(new Email(email), "", Role.MEMBER), BY)
        .person()
        .id();
  }

  private void leave(String personId) {
    assertThat(changes.remove(acme.organizationId, personId, BY)).isTrue();
  }

  private List<String> former() {
    return database.read(sql -> sql.selectFrom(FORMER_MEMBER).fetch(FORMER_MEMBER.PERSON_ID));
  }

  private Vouching.Outcome bringIn(String email) {
    return vouching.bringIn(
        new Vouching.Vouched(
            "https://id.test",
            "subject of " + email,
            Optional.of(new Email(email)),
            "Someone",
            Optional.of(Role.ADMIN)),
        Optional.of("acme"),
        BY);
  }

  @Test
  void whoComesAndGoesIsFormerOnlyWhileAway() {
    String cleo = join("cleo@example.com");
    leave(cleo);
    assertThat(former()).containsExactly(cleo);
    join("cleo@example.com");
    assertThat(former()).isEmpty();
    leave(cleo);
    assertThat(former()).containsExactly(cleo);
  }

  @Test
  void whoeverIsStillInAnotherOrganizationSignsInToThatOne() {
    String cleo = join("cleo@example.com");
    var other = database.write(sql -> CiRecord.of(sql, "other"));
    members.add(
        other.organizationId, new NewMember(new Email("cleo@example.com"), "", Role.MEMBER), BY);
    leave(cleo);
    assertThat(bringIn("cleo@example.com")).isEqualTo(new Vouching.Outcome.Known(cleo));
    assertThat(members.findMember(acme.organizationId, cleo)).isEmpty();
    assertThat(members.findMember(other.organizationId, cleo))
        .hasValueSatisfying(member -> assertThat(member.role()).isEqualTo(Role.MEMBER));
    changes.remove(other.organizationId, cleo, BY);
    assertThat(bringIn("cleo@example.com")).isEqualTo(new Vouching.Outcome.Removed());
  }

  @Test
  void anotherOrganizationLearnsNoNames() {
    String cleo = join("cleo@example.com");
    var other = database.write(sql -> CiRecord.of(sql, "other"));
    leave(cleo);
    assertThat(members.names(acme.organizationId, List.of(cleo, acme.personId, "nobody")))
        .containsOnly(Map.entry(cleo, "cleo (left)"), Map.entry(acme.personId, "Ana"));
    assertThat(members.names(other.organizationId, List.of(cleo, acme.personId))).isEmpty();
    assertThat(members.findFormer(acme.organizationId, "Cleo@example.com")).isPresent();
    assertThat(members.findFormer(other.organizationId, "cleo@example.com")).isEmpty();
    assertThat(members.findFormer(other.organizationId, cleo)).isEmpty();
  }

  @Test
  void whoLeftBeforeThisVersionStandsInTheAuditLog() throws IOException {
    String gone = join("gone@example.com");
    leave(gone);
    join("gone@example.com");
    clock.pass(java.time.Duration.ofDays(1));
    leave(gone);
    String back = join("back@example.com");
    leave(back);
    join("back@example.com");
    join("never.left@example.com");
    String migration = migration();
    database.execute(sql -> {
      sql.execute("drop table former_member");
      for (String statement : migration.split(";\\s*(\n|$)", -1)) {
        if (!statement.isBlank()) {
          sql.execute(statement);
        }
      }
    });
    assertThat(former()).containsExactly(gone);
    List<Long> left =
        database.read(sql -> sql.selectFrom(FORMER_MEMBER).fetch(FORMER_MEMBER.LEFT_MS));
    assertThat(left).containsExactly(clock.millis());
    assertThat(bringIn("gone@example.com")).isEqualTo(new Vouching.Outcome.Removed());
    assertThat(bringIn("back@example.com")).isEqualTo(new Vouching.Outcome.Known(back));
  }

  private static String migration() throws IOException {
    return Files.readString(Path.of("src/main/resources/db/migration/V20__former_members.sql"));
  }
}
