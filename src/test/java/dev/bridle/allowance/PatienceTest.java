package dev.bridle.allowance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.audit.Actor;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Outcome;
import dev.bridle.price.Money;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the time does to calls that wait: it ends the waiting of those who wait, and nothing else.
 */
class PatienceTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final World world =
      new World(DatabaseUrl.sqlite(Engine.temporaryFolder().resolve("bridle.db")), PATIENCE);
  private final CiRecord ci = world.database().write(sql -> CiRecord.of(sql, "acme"));
  private final JobIdentity job = job();

  @AfterEach
  void close() {
    world.close();
  }

  private JobIdentity job() {
    String token = world.database().write(sql -> ci.runningJob(sql, 1)).token();
    return ((JobTokens.Answer.Valid) new JobTokens(world.database()).identify(token).join()).job();
  }

  private void allow(Unit unit, long amount) {
    allow(unit, Window.LIFETIME, amount);
  }

  private void allow(Unit unit, Window window, long amount) {
    world
        .allowances()
        .create(
            Actor.operator("127.0.0.1", null),
            ci.organizationId,
            new AllowanceTerms(Scope.BUILD, null, null, null, unit, window, amount, Mode.HARD));
  }

  private Attempt ask(long maxTokens) {
    var call = new RandomCall(job, "claude-sonnet-5-5", 100, maxTokens, true);
    return world.admissions().admit(call);
  }

  private static Admission decided(Attempt attempt) {
    return attempt.admission().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static LiveCall admitted(Attempt attempt) {
    return ((Admission.Admitted) decided(attempt)).call();
  }

  private void settle(LiveCall call) {
    var ending = Ending.without(Outcome.CLIENT_GONE, null);
    world.admissions().settle(call, ending).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private long held() {
    return world.admissions().limits(job).join().getFirst().standing().held();
  }

  @Test
  void aCallThatWaitedIsNotSettledByTheTimeItHadToWait() throws Exception {
    allow(Unit.CONCURRENT_CALLS, 1);
    var first = admitted(ask(10));
    var second = ask(10);
    settle(first);
    var live = admitted(second);
    // Longer than it was allowed to wait; it is under way now.
    await().pollDelay(PATIENCE.multipliedBy(3)).until(() -> true);
    assertThat(held()).isEqualTo(1);
    assertThat(live.durable().get(10, TimeUnit.SECONDS)).isNull();
    settle(live);
    assertThat(held()).isZero();
    new Truth(world, ci.organizationId).check();
  }

  @Test
  void whoStandsBehindOneThatWaitedInVainMovesOn() {
    allow(Unit.USD, Money.ofUsd("1").nanos());
    var first = admitted(ask(50_000));
    var tooLarge = ask(80_000);
    await().pollDelay(PATIENCE.dividedBy(2)).until(() -> true);
    var small = ask(10);
    assertThat(decided(tooLarge)).isInstanceOf(Admission.Refused.class);
    admitted(small);
    settle(first);
  }

  @Test
  void whoWaitsIntoANewWindowIsServedFromIt() {
    allow(Unit.USD, Window.HOUR, Money.ofUsd("1").nanos());
    var first = admitted(ask(50_000));
    var second = ask(80_000);
    world.clock.pass(Duration.ofHours(1));
    var live = admitted(second);
    settle(live);
    settle(first);
    new Truth(world, ci.organizationId).check();
  }

  @Test
  void whoLeavesLetsOthersPass() {
    allow(Unit.USD, Money.ofUsd("1").nanos());
    var first = admitted(ask(50_000));
    var tooLarge = ask(80_000);
    var small = ask(10);
    tooLarge.leave();
    admitted(small);
    settle(first);
  }

  @Test
  void whatASettlementBooksIsWhatIsHeldThen() {
    allow(Unit.USD, Money.ofUsd("1").nanos());
    var large = new RandomCall(job, "claude-sonnet-5-5", 100_000, 50_000, true);
    var first = admitted(world.admissions().admit(large));
    // Both are on their way at once: the input turned out small, and the client left.
    world.admissions().shrink(first, new Money(1));
    var settled = world.admissions().settle(first, Ending.without(Outcome.CLIENT_GONE, null));
    settled.orTimeout(10, TimeUnit.SECONDS).join();
    var standing = world.admissions().limits(job).join().getFirst().standing();
    assertThat(standing.held()).isZero();
    assertThat(standing.settled())
        .isEqualTo(first.need().output(50_000).plus(new Money(1)).nanos());
    new Truth(world, ci.organizationId).check();
  }
}
