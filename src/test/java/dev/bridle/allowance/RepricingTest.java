package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.AUDIT_EVENT;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Findings;
import dev.bridle.ledger.Outcome;
import dev.bridle.meter.Reading;
import dev.bridle.meter.Usage;
import dev.bridle.price.Money;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Balances while past calls are brought to other prices. */
@OnBothEngines
class RepricingTest {
  private static final String MODEL = "claude-sonnet-5-5";
  private static final Actor ANA = Actor.operator("127.0.0.1", null);
  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

  private final World world;
  private final CiRecord ci;
  private final JobIdentity job;

  RepricingTest(Engine engine) {
    world = new World(engine.newDatabase());
    ci = world.database().write(sql -> CiRecord.of(sql, "acme"));
    var token = world.database().write(sql -> ci.runningJob(sql, 1)).token();
    job = ((JobTokens.Answer.Valid) new JobTokens(world.database()).identify(token).join()).job();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Allowance budget(String amount, Window window, Mode mode) {
    return world
        .allowances()
        .create(
            ANA,
            ci.organizationId,
            new AllowanceTerms(
                Scope.ORGANIZATION,
                null,
                null,
                null,
                Unit.USD,
                window,
                Money.ofUsd(amount).nanos(),
                mode));
  }

  private Attempt ask() {
    return world.admissions().admit(new RandomCall(job, MODEL, 1_000, 1_000, true));
  }

  private LiveCall admitted(Attempt attempt) {
    var admission = attempt.admission().orTimeout(30, TimeUnit.SECONDS).join();
    return ((Admission.Admitted) admission).call();
  }

  /** Costs 0.011 by the book. */
  private void settle(LiveCall call) {
    var usage = new Usage(500, 1_000, 0, 0, 0, 0, null, null, null, List.of());
    var reading = new Reading(usage, null, "m", MODEL, "end_turn", true, true, null, 40);
    world
        .admissions()
        .settle(call, new Ending(Outcome.COMPLETED, 200, "req", null, reading))
        .join();
  }

  private void calls(int count) {
    for (int i = 0; i < count; i++) {
      settle(admitted(ask()));
    }
  }

  private Repriced reprice(OtherPrices prices) {
    return world.repricing(prices).run(ANA, ci.organizationId, FROM, TO);
  }

  private String settled(Allowance allowance) {
    world.database().settleHot();
    return allowance.unit().text(world.allowances().standings(allowance, 1).getFirst().settled());
  }

  private void assertBalancesAreRight() {
    new Truth(world, ci.organizationId).check();
    var findings = new Findings("balances");
    new BalanceCheck(world.database(), world.admissions()).verify(ci.organizationId, findings);
    assertThat(findings.kept()).isEmpty();
  }

  private long corrections() {
    return world
        .database()
        .read(sql -> (long) sql.fetchCount(MODEL_CALL, MODEL_CALL.CORRECTS.isNotNull()));
  }

  @Test
  void everyBalanceThatPaidForTheCallsPaysForTheirCorrections() {
    var hard = budget("100", Window.MONTH, Mode.HARD);
    var soft = budget("100", Window.LIFETIME, Mode.SOFT);
    var requests =
        world
            .allowances()
            .create(
                ANA,
                ci.organizationId,
                new AllowanceTerms(
                    Scope.BUILD, null, null, null, Unit.REQUESTS, Window.DAY, 99, Mode.HARD));
    calls(3);
    assertThat(reprice(OtherPrices.DEARER).difference()).isEqualTo(Money.ofUsd("0.033"));
    assertThat(settled(hard)).isEqualTo("0.066");
    assertThat(settled(soft)).isEqualTo("0.066");
    assertThat(settled(requests)).isEqualTo("3");
    assertBalancesAreRight();
    world.die();
    assertThat(reprice(OtherPrices.CHEAPER).difference()).isEqualTo(Money.ofUsd("-0.0495"));
    assertThat(settled(hard)).isEqualTo("0.0165");
    assertThat(settled(soft)).isEqualTo("0.0165");
    assertBalancesAreRight();
  }

  @Test
  void whoIsKilledBetweenTheTransactionsBeginsAgainAndCorrectsTheRest() {
    var budget = budget("100", Window.LIFETIME, Mode.HARD);
    calls(7);
    var run = world.repricing(OtherPrices.DEARER).begin(ci.organizationId, FROM, TO);
    assertThat(run.step()).isTrue();
    assertThat(run.step()).isTrue();
    world.die();
    assertThat(corrections()).isEqualTo(4);
    assertThat(settled(budget)).isEqualTo("0.121");
    assertBalancesAreRight();
    var rest = reprice(OtherPrices.DEARER);
    assertThat(rest.calls()).isEqualTo(7);
    assertThat(rest.corrected()).isEqualTo(3);
    assertThat(corrections()).isEqualTo(7);
    assertThat(settled(budget)).isEqualTo("0.154");
    assertBalancesAreRight();
  }

  @Test
  void aFailureInTheMiddleLeavesWholeTransactionsOnly() {
    var budget = budget("100", Window.LIFETIME, Mode.HARD);
    calls(3);
    // The first corrections can't be recorded, so they are not written.
    world.database().execute(sql -> sql.execute("alter table audit_event rename to away"));
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> reprice(OtherPrices.DEARER)))
        .isNotNull();
    world.database().execute(sql -> sql.execute("alter table away rename to audit_event"));
    assertThat(corrections()).isZero();
    assertThat(settled(budget)).isEqualTo("0.033");
    assertThat(reprice(OtherPrices.DEARER).corrected()).isEqualTo(3);
    assertThat(settled(budget)).isEqualTo("0.066");
    assertBalancesAreRight();
  }

  @Test
  void twoAtOnceCorrectOnce() throws Exception {
    calls(9);
    var repricing = world.repricing(OtherPrices.DEARER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        var _ = threads.submit(() -> repricing.run(ANA, ci.organizationId, FROM, TO));
      }
    }
    assertThat(corrections()).isEqualTo(9);
    long events =
        world
            .database()
            .read(
                sql -> (long) sql.fetchCount(AUDIT_EVENT, AUDIT_EVENT.TYPE.eq("LEDGER_REPRICED")));
    assertThat(events).isEqualTo(1);
    assertBalancesAreRight();
  }

  @Test
  void aCallThatWaitsForRoomGetsWhatACorrectionLetsGo() {
    budget("0.035", Window.LIFETIME, Mode.HARD);
    calls(1);
    var first = admitted(ask());
    var second = ask();
    world.database().settleHot();
    assertThat(second.admission()).isNotDone();
    reprice(OtherPrices.CHEAPER);
    settle(admitted(second));
    settle(first);
    assertBalancesAreRight();
  }

  @Test
  void aWindowThatIsOverIsCorrectedToo() {
    var daily = budget("100", Window.DAY, Mode.HARD);
    var monthly = budget("100", Window.MONTH, Mode.HARD);
    calls(2);
    world.clock.pass(Duration.ofDays(1));
    calls(1);
    reprice(OtherPrices.DEARER);
    assertThat(settled(daily)).isEqualTo("0.022");
    assertThat(settled(monthly)).isEqualTo("0.066");
    assertBalancesAreRight();
    world.clock.pass(Duration.ofDays(2));
    new Housekeeping(world.database(), 0, world.clock).sweep();
    reprice(OtherPrices.CHEAPER);
    assertBalancesAreRight();
  }
}
