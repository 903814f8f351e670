package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who comes next when room comes free, and how many may wait for it. */
class QueuesTest {
  private static final long LARGEST_BODY = 32L << 20;

  private final World world =
      new World(DatabaseUrl.sqlite(Engine.temporaryFolder().resolve("bridle.db")));
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

  private void allow(Unit unit, long amount, Mode mode) {
    world
        .allowances()
        .create(
            Actor.operator("127.0.0.1", null),
            ci.organizationId,
            new AllowanceTerms(Scope.BUILD, null, null, null, unit, Window.LIFETIME, amount, mode));
  }

  private Attempt ask(long bodyBytes) {
    return world
        .admissions()
        .admit(new RandomCall(job, "claude-sonnet-5-5", bodyBytes, 100_000, true));
  }

  private LiveCall admitted() {
    var admission = ask(100).admission().orTimeout(10, TimeUnit.SECONDS).join();
    world.clock.pass(Duration.ofSeconds(1));
    return ((Admission.Admitted) admission).call();
  }

  private void settle(LiveCall call) {
    settling(call).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private CompletableFuture<Void> settling(LiveCall call) {
    return world.admissions().settle(call, Ending.without(Outcome.NOT_SENT, null));
  }

  /** Everything that was asked for before is decided, or waits. */
  private void passTheWritingThread() {
    world.admissions().limits(job).orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void theOldestStreamIsToppedUpFirstWhoeverAskedFirst() {
    Money slice =
        new RandomCall(job, "claude-sonnet-5-5", 100, 100_000, true)
            .need(world.clock.instant())
            .slice();
    allow(Unit.USD, slice.nanos() * 3, Mode.SOFT);
    var oldest = admitted();
    var newer = admitted();
    var other = admitted();
    var ofNewer = world.admissions().topUp(newer, slice);
    var ofOldest = world.admissions().topUp(oldest, slice);
    passTheWritingThread();
    assertThat(ofNewer).isNotDone();
    assertThat(ofOldest).isNotDone();
    settle(other);
    assertThat(ofOldest.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    passTheWritingThread();
    assertThat(ofNewer).isNotDone();
    settle(oldest);
    assertThat(ofNewer.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    settle(newer);
    new Truth(world, ci.organizationId).check();
  }

  @Test
  void whoIsServedInTheTransactionInWhichItBeganToWaitIsAdmittedOnce() {
    allow(Unit.CONCURRENT_CALLS, 2, Mode.HARD);
    var first = admitted();
    var second = admitted();
    var waiting = ask(100);
    var before = new CompletableFuture<Void>();
    var within = new CompletableFuture<Void>();
    var entered = new CompletableFuture<Void>();
    var _ = world.database().writeHot(_ -> before.join());
    // One transaction lets both go; while it runs, another call comes, then the pass for all.
    var _ = settling(first);
    var _ = settling(second);
    var _ =
        world
            .database()
            .writeHot(_ -> {
              entered.complete(null);
              within.join();
            });
    before.complete(null);
    entered.join();
    var late = ask(100);
    within.complete(null);
    var one = ((Admission.Admitted) waiting.admission().join()).call();
    var two = ((Admission.Admitted) late.admission().join()).call();
    passTheWritingThread();
    assertThat(world.admissions().limits(job).join().getFirst().standing().held()).isEqualTo(2);
    for (LiveCall live : List.of(one, two)) {
      var ending = Ending.without(Outcome.CLIENT_GONE, null);
      world.admissions().settle(live, ending).orTimeout(10, TimeUnit.SECONDS).join();
      // Nobody has settled it before, as a call that was not wanted any more.
      assertThat(outcome(live)).isEqualTo("client_gone");
    }
    new Truth(world, ci.organizationId).check();
  }

  private String outcome(LiveCall live) {
    return world
        .database()
        .read(sql ->
            sql.select(MODEL_CALL.OUTCOME)
                .from(MODEL_CALL)
                .where(MODEL_CALL.ID.eq(live.row().id()))
                .fetchSingle()
                .value1());
  }

  @Test
  void twoThousandMayWaitAndTheNextIsRefusedAtOnce() {
    refusedAfter(2_000, 100);
  }

  @Test
  void aQuarterOfAGigabyteMayWaitAndTheNextIsRefusedAtOnce() {
    refusedAfter(8, LARGEST_BODY);
  }

  private void refusedAfter(int most, long bodyBytes) {
    allow(Unit.CONCURRENT_CALLS, 1, Mode.HARD);
    var first = admitted();
    List<Attempt> waiting = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      waiting.add(ask(bodyBytes));
    }
    var next = ask(bodyBytes).admission().orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(next).isInstanceOf(Admission.Refused.class);
    assertThat(((Admission.Refused) next).why()).isInstanceOf(Objection.Busy.class);
    assertThat(waiting).noneMatch(attempt -> attempt.admission().isDone());
    // Who leaves makes room in the line for one more.
    waiting.getFirst().leave();
    var another = ask(bodyBytes);
    passTheWritingThread();
    assertThat(another.admission()).isNotDone();
    waiting.forEach(Attempt::leave);
    settle(first);
    var live = (Admission.Admitted) another.admission().orTimeout(10, TimeUnit.SECONDS).join();
    settle(live.call());
  }
}
