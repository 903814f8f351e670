package dev.bridle.organization;

import static dev.bridle.store.schema.Tables.AGENT_TOKEN;
import static dev.bridle.store.schema.Tables.API_TOKEN;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.auth.Scope;
import dev.bridle.organization.Setup.Outcome;
import dev.bridle.organization.Setup.Wanted;
import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class SetupTest {
  private static final Actor OPERATOR = Actor.operator("127.0.0.1", "test");

  private final InstantSource clock = InstantSource.system();
  private final Database database;
  private final AuditLog audit;
  private final Setup setup;

  SetupTest(Engine engine) {
    database = engine.open();
    audit = new AuditLog(database, clock);
    setup = new Setup(database, audit, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void makesAllThatRunningAJobNeeds() {
    var done = done("acme");
    var clusters = new Clusters(database);
    var cluster = clusters.list(done.organization().id()).getFirst();

    assertThat(new Organizations(database).find("acme")).contains(done.organization());
    assertThat(cluster).isEqualTo(done.cluster());
    assertThat(clusters.defaultQueue(cluster.id()).key()).isEqualTo("default");
    assertThat(clusters.findQueue(cluster.id(), "default"))
        .contains(clusters.defaultQueue(cluster.id()));
    assertThat(new Members(database, audit, clock).list(done.organization().id()))
        .singleElement()
        .satisfies(m -> assertThat(m.role()).isEqualTo(Role.ADMIN));
  }

  @Test
  void everyThingMadeIsAnAuditEvent() {
    var done = done("acme");

    assertThat(audit.list(done.organization().id(), null, 100))
        .extracting(AuditLog.Entry::type)
        .containsExactlyInAnyOrder(
            "ORGANIZATION_CREATED",
            "ORGANIZATION_MEMBER_CREATED",
            "CLUSTER_CREATED",
            "CLUSTER_QUEUE_CREATED",
            "API_ACCESS_TOKEN_CREATED",
            "CLUSTER_TOKEN_CREATED");
  }

  @Test
  void aSecondTimeIsRefusedAndChangesNothing() {
    var done = done("acme");
    int events = audit.list(done.organization().id(), null, 100).size();

    assertThat(setup.first(wanted("other"), OPERATOR)).isEqualTo(new Outcome.AlreadySetUp());
    assertThat(new Organizations(database).find("other")).isEmpty();
    assertThat(audit.list(done.organization().id(), null, 100)).hasSize(events);
  }

  @Test
  void ofManyAtOnceOnlyOneSucceeds() throws Exception {
    List<Callable<Outcome>> tries =
        IntStream.range(0, 8)
            .<Callable<Outcome>>mapToObj(i -> () -> setup.first(wanted("acme-" + i), OPERATOR))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = threads.invokeAll(tries).stream().map(SetupTest::joined).toList();
      assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    }
    assertThat(database.<Integer>read(sql -> sql.fetchCount(ORGANIZATION))).isEqualTo(1);
  }

  @Test
  void valuesOfTokensAreNotStored() {
    var done = done("acme");

    String stored =
        database.read(sql ->
            sql.selectFrom(API_TOKEN).fetch().toString()
                + sql.selectFrom(AGENT_TOKEN).fetch()
                + sql.selectFrom(dev.bridle.store.schema.Tables.AUDIT_EVENT).fetch());
    assertThat(stored)
        .doesNotContain(done.apiToken().reveal())
        .doesNotContain(done.agentToken().reveal());
    assertThat(done.toString()).doesNotContain("brdu_").doesNotContain("brdc_");
  }

  @Test
  void aMemberCanBeAddedOnce() {
    var members = new Members(database, audit, clock);
    String organization = done("acme").organization().id();
    var ben = new Email("Ben@Example.com");

    var added = members.add(organization, new NewMember(ben, "", Role.MEMBER), OPERATOR);

    assertThat(added.person().name()).isEqualTo("ben");
    assertThat(members.list(organization)).hasSize(2).contains(added);
    assertThatThrownBy(
            () -> members.add(organization, new NewMember(ben, "Ben", Role.ADMIN), OPERATOR))
        .hasMessageContaining("already belongs");
    assertThat(database.<Integer>read(sql -> sql.fetchCount(MEMBER))).isEqualTo(2);
  }

  @Test
  void anApiTokenIsMadeAndRevokedOnTheRecord() {
    String organization = done("acme").organization().id();
    var tokens = new ApiTokens(database, audit, clock);

    var minted =
        tokens.create(
            organization, new Email("ana@example.com"), "CI", List.of(Scope.READ_BUILDS), OPERATOR);

    assertThat(tokens.list(organization)).hasSize(2).contains(minted.token());
    assertThat(tokens.revoke(organization, minted.token().id(), OPERATOR)).isTrue();
    assertThat(tokens.revoke(organization, minted.token().id(), OPERATOR)).isFalse();
    assertThat(tokens.list(organization)).hasSize(1);
    var last = audit.list(organization, null, 1).getFirst();
    assertThat(last.type()).isEqualTo("API_ACCESS_TOKEN_DELETED");
    assertThat(last.data().at("/before/scopes").asString()).isEqualTo("read_builds");
  }

  @Test
  void aTokenNeedsAMemberAndAScope() {
    String organization = done("acme").organization().id();
    var tokens = new ApiTokens(database, audit, clock);

    assertThatThrownBy(() ->
            tokens.create(
                organization,
                new Email("eve@example.com"),
                "",
                List.of(Scope.READ_BUILDS),
                OPERATOR))
        .hasMessageContaining("email");
    assertThatThrownBy(() ->
            tokens.create(organization, new Email("ana@example.com"), "", List.of(), OPERATOR))
        .hasMessageContaining("scopes");
  }

  @Test
  void anAgentTokenIsMadeAndRevokedOnTheRecord() {
    var cluster = done("acme").cluster();
    var tokens = new AgentTokens(database, audit, clock);

    var minted = tokens.create(cluster, "laptop", OPERATOR);

    assertThat(tokens.list(cluster)).hasSize(2).contains(minted.token());
    assertThat(tokens.revoke(cluster, minted.token().id(), OPERATOR)).isTrue();
    assertThat(tokens.find(cluster, minted.token().id())).isEmpty();
    assertThat(audit.list(cluster.organizationId(), null, 1).getFirst().type())
        .isEqualTo("CLUSTER_TOKEN_DELETED");
  }

  private Outcome.Done done(String slug) {
    return (Outcome.Done) setup.first(wanted(slug), OPERATOR);
  }

  private static Wanted wanted(String slug) {
    return new Wanted(new Slug(slug), "", new Email("ana@example.com"), "Ana", Optional.empty());
  }

  private static Outcome joined(java.util.concurrent.Future<Outcome> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
