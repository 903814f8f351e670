package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_CURSOR;
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
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was spent stays spent, also when the rows that say so were deleted with time. */
@OnBothEngines
class RetainedBalancesTest {
  private static final Actor ACTOR = Actor.operator("127.0.0.1", null);

  private final DatabaseUrl url;
  private final World world;
  private final CiRecord ci;
  private final JobIdentity job;

  RetainedBalancesTest(Engine engine) {
    url = engine.newDatabase();
    world = new World(url);
    ci = world.database().write(sql -> CiRecord.of(sql, "acme"));
    String token = world.database().write(sql -> ci.runningJob(sql, 1)).token();
    job = ((JobTokens.Answer.Valid) new JobTokens(world.database()).identify(token).join()).job();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Allowance allow(Unit unit, long amount) {
    return world
        .allowances()
        .create(
            ACTOR,
            ci.organizationId,
            new AllowanceTerms(
                Scope.ORGANIZATION, null, null, null, unit, Window.LIFETIME, amount, Mode.HARD));
  }

  private LiveCall admitted(World by) {
    var call = new RandomCall(job, "claude-sonnet-5-5", 100, 1_000, true);
    var admission = by.admissions().admit(call).admission();
    return ((Admission.Admitted) admission.orTimeout(10, TimeUnit.SECONDS).join()).call();
  }

  /** A call whose cost nobody knows counts with its bound; then its row grows old and goes. */
  private void spendAndForgetTheRow() {
    var ending = Ending.without(Outcome.UPSTREAM_CUT, null);
    world.admissions().settle(admitted(world), ending).orTimeout(10, TimeUnit.SECONDS).join();
    world.clock.pass(Duration.ofDays(500));
    long nowMs = world.clock.millis();
    world
        .database()
        .execute(sql -> {
          sql.deleteFrom(MODEL_CALL).execute();
          sql.update(USAGE_CURSOR).set(USAGE_CURSOR.KEPT_FROM_MS, nowMs - 1).execute();
        });
  }

  private Standing standing(Allowance allowance) {
    return world.admissions().limits(job).orTimeout(10, TimeUnit.SECONDS).join().stream()
        .map(Limit::standing)
        .filter(one -> one.allowance().id().equals(allowance.id()))
        .findFirst()
        .orElseThrow();
  }

  private void change(Allowance allowance, @Nullable Long amount, @Nullable Mode mode) {
    var change = new AllowanceChange(Optional.ofNullable(amount), Optional.ofNullable(mode));
    assertThat(world.allowances().change(ACTOR, ci.organizationId, allowance.id(), change))
        .isPresent();
  }

  @Test
  void whoeverChangesTheModeForgetsNothing() {
    var money = allow(Unit.USD, Money.ofUsd("1").nanos());
    spendAndForgetTheRow();
    long spent = standing(money).settled();
    assertThat(spent).isPositive();
    change(money, null, Mode.SOFT);
    assertThat(standing(money).settled()).isEqualTo(spent);
    change(money, 5L, Mode.HARD);
    assertThat(standing(money).settled()).isEqualTo(spent);
    assertThat(standing(money).overBy()).isEqualTo(spent - 5);
  }

  @Test
  void aModeThatCountsOtherwiseIsRightForTheRowsThatAreLeft() {
    var money = allow(Unit.USD, Money.ofUsd("1").nanos());
    spendAndForgetTheRow();
    long before = standing(money).settled();
    var ending = Ending.without(Outcome.UPSTREAM_CUT, null);
    var live = admitted(world);
    world.admissions().settle(live, ending).orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(standing(money).settled()).isGreaterThan(before);
    // What is soft counts what is known to be spent: nothing, of this one.
    change(money, null, Mode.SOFT);
    assertThat(standing(money).settled()).isEqualTo(before);
    change(money, null, Mode.HARD);
    assertThat(standing(money).settled()).isGreaterThan(before);
  }

  @Test
  void aRowThatNoCallBelongsToIsLetGoAndNothingElseIs() {
    var money = allow(Unit.USD, Money.ofUsd("1").nanos());
    var requests = allow(Unit.REQUESTS, 10);
    var calls = allow(Unit.CONCURRENT_CALLS, 10);
    spendAndForgetTheRow();
    long spent = standing(money).settled();
    // Another server opens a row and is never heard of again.
    try (var other = new World(url)) {
      other.clock.pass(Duration.between(other.clock.instant(), world.clock.instant()));
      admitted(other);
    }
    // This one was told that its transaction had come to nothing.
    var failed =
        world
            .database()
            .writeHot(_ -> {
              throw new IllegalArgumentException("the connection broke");
            });
    assertThat(failed.committed()).failsWithin(Duration.ofSeconds(10));
    world.clock.pass(Duration.ofSeconds(31));
    world.admissions().sweep();
    assertThat(standing(money).settled()).isEqualTo(spent);
    assertThat(standing(money).held()).isZero();
    assertThat(standing(requests).settled()).isEqualTo(1);
    assertThat(standing(calls).held()).isZero();
    var row = world.database().read(sql -> sql.selectFrom(MODEL_CALL).fetchSingle());
    assertThat(row.get(MODEL_CALL.OUTCOME)).isEqualTo("not_sent");
    assertThat(row.get(MODEL_CALL.SETTLED_MS)).isNotNull();
  }
}
