package dev.bridle.policy;

import static dev.bridle.policy.Rules.ask;
import static dev.bridle.policy.Rules.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stored versions of a policy. */
@OnBothEngines
class PoliciesTest {
  private static final Actor ANA = new Actor("USER", "p-1", "Ana", null, null);
  private static final String NOBODY = "{'rules':[{'id':'nobody','effect':'deny'}]}";
  private static final String ALL = "{'rules':[{'id':'all','effect':'allow'}]}";

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final AuditLog audit;
  private final Policies policies;
  private final CiRecord ci;
  private final String jobId;

  PoliciesTest(Engine engine) {
    database = engine.open();
    audit = new AuditLog(database, clock);
    policies = new Policies(database, audit, clock);
    ci = database.write(sql -> CiRecord.of(sql, "acme"));
    jobId = database.write(sql -> ci.runningJob(sql, 1)).jobId();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private JobIdentity job() {
    return new JobTokens(database).find(jobId).orElseThrow();
  }

  private Optional<StoredPolicy> replace(long version, String text) {
    return policies.replace(ANA, ci.organizationId, version, document(text));
  }

  private Decision decided() {
    return policies.find(ci.organizationId).join().decide(job(), ask("claude-sonnet-5-5"));
  }

  @Test
  void withoutAStoredOneTheBuiltInPolicyIsInForce() {
    assertThat(policies.get(ci.organizationId).version()).isZero();
    assertThat(decided().rule()).isEqualTo("own-builds");
  }

  @Test
  void aChangeIsInForceAtTheNextDecisionAndOldVersionsStay() {
    assertThat(decided()).isInstanceOf(Decision.Allowed.class);
    assertThat(replace(0, NOBODY).orElseThrow().version()).isEqualTo(1);
    assertThat(decided().rule()).isEqualTo("nobody");
    assertThat(replace(1, ALL).orElseThrow().createdBy()).isEqualTo("Ana");
    assertThat(decided()).isEqualTo(new Decision.Allowed("all", 2, java.util.List.of()));

    assertThat(policies.find(ci.organizationId, 1).orElseThrow().document().rules())
        .extracting(Rule::id)
        .containsExactly("nobody");
    assertThat(policies.find(ci.organizationId, 0).orElseThrow().document().rules()).hasSize(4);
    assertThat(policies.find(ci.organizationId, 3)).isEmpty();
  }

  @Test
  void anOldVersionIsNotReplaced() {
    replace(0, NOBODY);
    assertThat(replace(0, ALL)).isEmpty();
    assertThat(replace(2, ALL)).isEmpty();
    assertThat(policies.get(ci.organizationId).version()).isEqualTo(1);
    assertThat(audit.list(ci.organizationId, null, 10)).hasSize(1);
  }

  @Test
  void ofManyAtOnceOneWins() {
    var stored =
        IntStream.range(0, 8)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> replace(0, ALL)))
            .toList();
    assertThat(stored.stream().filter(one -> one.join().isPresent())).hasSize(1);
    assertThat(policies.get(ci.organizationId).version()).isEqualTo(1);
  }

  @Test
  void theAuditTrailTellsWhatChanged() {
    replace(
        0,
        "{'rules':[{'id':'all','effect':'allow'},{'id':'x','effect':'deny','build_fork':true}]}");
    clock.pass(Duration.ofSeconds(1));
    replace(
        1,
        "{'rules':[{'id':'all','effect':'allow'},{'id':'x','effect':'deny','build_fork':false}]}");
    var event = audit.list(ci.organizationId, null, 10).getFirst();
    assertThat(event.type()).isEqualTo("POLICY_UPDATED");
    assertThat(event.data().path("before").toString())
        .contains("\"version\":1", "\"build_fork\":true")
        .doesNotContain("allow", "order");
    assertThat(event.data().path("after").toString())
        .contains("\"version\":2", "\"build_fork\":false");
  }

  @Test
  void organizationsHaveTheirOwn() {
    var other = database.write(sql -> CiRecord.of(sql, "other"));
    replace(0, NOBODY);
    assertThat(policies.get(other.organizationId).version()).isZero();
    assertThat(policies.find(other.organizationId, 1)).isEmpty();
  }

  @Test
  void aFinishedJobIsFoundByItsIdToo() {
    CiRecord.setState(database, jobId, "finished");
    assertThat(job().pipelineSlug()).isEqualTo("analysis");
    assertThat(job().facts().organizationSlug()).isEqualTo("acme");
    assertThat(new JobTokens(database).find("no-such-job")).isEmpty();
  }
}
