package dev.bridle.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.auth.JobIdentity;
import dev.bridle.auth.JobTokens;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Outcome;
import dev.bridle.meter.Reading;
import dev.bridle.meter.Usage;
import dev.bridle.price.Money;
import dev.bridle.testing.CiRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One random history of one organization; the same seed plays the same one. */
final class RandomHistory {
  private static final Actor NOBODY = Actor.operator("127.0.0.1", null);
  private static final String[] MODELS = {"claude-sonnet-5-5", "claude-haiku-5-5"};

  private final World world;
  private final int seed;
  private final Random random;
  private final CiRecord ci;
  private final List<JobIdentity> jobs = new ArrayList<>();
  private final List<Attempt> waiting = new ArrayList<>();
  private final List<LiveCall> live = new ArrayList<>();

  RandomHistory(World world, int seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed);
    this.ci = world.database().write(sql -> CiRecord.of(sql, "org-" + seed));
    for (int build = 1; build <= 2; build++) {
      int number = build;
      world
          .database()
          .write(sql -> ci.runningJobs(sql, number, 2))
          .forEach(job -> jobs.add(identity(job.token())));
    }
  }

  private JobIdentity identity(String token) {
    var answer = new JobTokens(world.database()).identify(token).join();
    return ((JobTokens.Answer.Valid) answer).job();
  }

  void play() {
    try {
      playAll();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private void playAll() {
    int allowances = 1 + random.nextInt(4);
    for (int i = 0; i < allowances; i++) {
      make();
    }
    int steps = 15 + random.nextInt(25);
    for (int i = 0; i < steps; i++) {
      step();
    }
    finish();
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 45) {
      ask();
    } else if (dice < 70) {
      settleOne();
    } else if (dice < 76) {
      shrinkOne();
    } else if (dice < 82) {
      topUpOne();
    } else if (dice < 86) {
      world.clock.pass(Duration.ofSeconds(random.nextInt(90)));
    } else if (dice < 91) {
      changeAmount();
    } else if (dice < 94) {
      make();
    } else if (dice < 96) {
      delete();
    } else if (dice < 97) {
      reprice();
    } else if (dice < 99 || random.nextInt(3) > 0) {
      leave();
    } else {
      die();
    }
    collect();
  }

  private void make() {
    Unit unit = any(List.of(Unit.values()));
    Scope scope = any(List.of(Scope.values()));
    Window window = any(List.of(Window.values()));
    boolean soft = unit == Unit.USD && random.nextInt(4) == 0;
    try {
      world
          .allowances()
          .create(
              NOBODY,
              ci.organizationId,
              new AllowanceTerms(
                  scope,
                  null,
                  random.nextInt(4) == 0 ? "anthropic" : null,
                  random.nextInt(4) == 0 ? MODELS[random.nextInt(2)] : null,
                  unit,
                  unit == Unit.CONCURRENT_CALLS ? Window.LIFETIME : window,
                  amount(unit),
                  soft ? Mode.SOFT : Mode.HARD));
    } catch (InvalidAllowance alreadyThere) {
      assertThat(alreadyThere.sentence()).contains("already");
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private long amount(Unit unit) {
    return switch (unit) {
      case USD -> Money.ofUsd("0.05").nanos() * (1 + random.nextInt(20));
      case INPUT_TOKENS -> 500 + random.nextInt(20_000);
      case REQUESTS -> 1 + random.nextInt(12);
      case CONCURRENT_CALLS -> 1 + random.nextInt(4);
    };
  }

  private void ask() {
    var call =
        new RandomCall(
            jobs.get(random.nextInt(jobs.size())),
            MODELS[random.nextInt(2)],
            100 + random.nextInt(20_000),
            1 + random.nextInt(10_000),
            random.nextBoolean());
    waiting.add(world.admissions().admit(call));
  }

  /** Takes note of what was decided; whoever was admitted must not have gone over anything hard. */
  private void collect() {
    world.database().settleHot();
    world.database().settleHot();
    for (Attempt attempt : List.copyOf(waiting)) {
      if (attempt.admission().isDone()) {
        waiting.remove(attempt);
        if (attempt.admission().join() instanceof Admission.Admitted(var call, var standings)) {
          live.add(call);
          standings.forEach(RandomHistory::assertNotOver);
        }
      }
    }
  }

  private static void assertNotOver(Standing standing) {
    // A call that is larger than its window passes an empty one.
    if (standing.allowance().unit() != Unit.INPUT_TOKENS) {
      assertThat(standing.overBy()).as(standing.toString()).isZero();
    }
  }

  private void settleOne() {
    if (!live.isEmpty()) {
      settle(live.remove(random.nextInt(live.size())));
    }
  }

  private void settle(LiveCall call) {
    world.clock.pass(Duration.ofMillis(random.nextInt(20_000)));
    var settled = world.admissions().settle(call, ending(call));
    settled.orTimeout(30, TimeUnit.SECONDS).join();
    if (random.nextInt(10) == 0) {
      // Nothing happens the second time.
      world.admissions().settle(call, ending(call)).orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  private Ending ending(LiveCall call) {
    return switch (random.nextInt(6)) {
      case 0 -> Ending.without(Outcome.NOT_SENT, null);
      case 1 -> Ending.without(Outcome.UPSTREAM_ERROR, 529);
      case 2 -> Ending.without(Outcome.CLIENT_GONE, null);
      case 3 -> reading(call, Outcome.UPSTREAM_CUT, false);
      default -> reading(call, Outcome.COMPLETED, true);
    };
  }

  private Ending reading(LiveCall call, Outcome outcome, boolean complete) {
    long prompt = 1 + random.nextLong(call.row().requestBytes());
    long cached = random.nextLong(prompt);
    var usage =
        new Usage(
            (prompt - cached) / 2,
            random.nextLong(call.row().maxTokens() + 1),
            cached,
            (prompt - cached) - (prompt - cached) / 2,
            0,
            0,
            null,
            null,
            null,
            List.of());
    var reading =
        new Reading(usage, null, "m", call.row().modelSent(), "end_turn", true, complete, null, 40);
    return new Ending(outcome, 200, "req", null, reading);
  }

  /** Sometimes the call ends while its bound is still being changed. */
  private void shrinkOne() {
    if (!live.isEmpty()) {
      var call = live.get(random.nextInt(live.size()));
      world.admissions().shrink(call, new Money(random.nextInt(1_000_000)));
      if (random.nextBoolean()) {
        live.remove(call);
        settle(call);
      }
    }
  }

  private void topUpOne() {
    var softly = live.stream().filter(LiveCall::softly).toList();
    if (!softly.isEmpty()) {
      var call = softly.get(random.nextInt(softly.size()));
      var _ = world.admissions().topUp(call, call.need().output(1_000));
    }
  }

  private void changeAmount() {
    var all = world.allowances().list(ci.organizationId);
    if (!all.isEmpty()) {
      var one = all.get(random.nextInt(all.size()));
      Mode mode = one.isMoney() && random.nextInt(3) == 0 ? any(List.of(Mode.values())) : null;
      var change = new AllowanceChange(Optional.of(amount(one.unit())), Optional.ofNullable(mode));
      world.allowances().change(NOBODY, ci.organizationId, one.id(), change);
    }
  }

  private void delete() {
    var all = world.allowances().list(ci.organizationId);
    if (!all.isEmpty()) {
      world
          .allowances()
          .delete(NOBODY, ci.organizationId, all.get(random.nextInt(all.size())).id());
    }
  }

  private void reprice() {
    var repricing = world.repricing(any(List.of(OtherPrices.values())));
    var found = repricing.run(NOBODY, ci.organizationId, Instant.EPOCH, world.clock.instant());
    var again = repricing.look(ci.organizationId, Instant.EPOCH, world.clock.instant());
    assertThat(again.corrected()).isZero();
    assertThat(again.calls()).isEqualTo(found.calls());
    new Truth(world, ci.organizationId).check();
  }

  private void leave() {
    if (!waiting.isEmpty()) {
      var attempt = waiting.remove(random.nextInt(waiting.size()));
      attempt.leave();
      // Whatever is decided of it now, nobody takes it, and nothing is held for it.
      assertThat(attempt.admission()).isDone();
    }
  }

  private void die() {
    world.die();
    waiting.clear();
    live.clear();
    new Truth(world, ci.organizationId).check();
  }

  /** In the end every call is settled, nobody waits in vain, and every balance is right. */
  private void finish() {
    for (int round = 0; round < 200 && !(live.isEmpty() && waiting.isEmpty()); round++) {
      if (round % 5 == 0) {
        new Truth(world, ci.organizationId).check();
      }
      settleOne();
      collect();
    }
    assertThat(live).isEmpty();
    assertThat(waiting).isEmpty();
    new Truth(world, ci.organizationId).check();
    new Truth(world, ci.organizationId).nothingIsHeld();
  }
}
