package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ALLOWANCE_BALANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class JobStandingsTest {
  private final MovableClock clock = new MovableClock();
  private final Database database;

  JobStandingsTest(Engine engine) {
    database = engine.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** As if reading took long, and each look at the clock fell in another window. */
  private Instant later() {
    Instant now = clock.instant();
    clock.pass(Duration.ofMinutes(1));
    return now;
  }

  @Test
  void allJobsAreToldInOneWindowHoweverLongReadingTakes() {
    var record = database.write(sql -> CiRecord.of(sql, "acme"));
    var jobs = database.write(sql -> record.runningJobs(sql, 1, 2));
    database.execute(sql ->
        AllowanceRows.insert(
            sql,
            new Allowance(
                "a-1",
                1_000L,
                record.organizationId,
                Scope.JOB,
                null,
                null,
                null,
                null,
                Unit.REQUESTS,
                Window.MINUTE,
                50,
                Mode.HARD),
            clock.millis()));
    long window = Window.MINUTE.startMs(clock.millis());
    for (int i = 0; i < jobs.size(); i++) {
      used(jobs.get(i).jobId(), window, 1L + i);
      used(jobs.get(i).jobId(), window - 60_000, 20L);
    }
    InstantSource slow = this::later;

    var told =
        new JobStandings(database, slow)
            .ofBuild(record.organizationId, jobs.getFirst().buildId(), 9);

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().most()).extracting(Standing::settled).containsExactly(2L, 1L);
    assertThat(told.getFirst().used()).isEqualTo(2);
  }

  private void used(String jobId, long window, long settled) {
    database.execute(sql ->
        sql.insertInto(ALLOWANCE_BALANCE)
            .set(ALLOWANCE_BALANCE.ALLOWANCE_ID, "a-1")
            .set(ALLOWANCE_BALANCE.TARGET_ID, jobId)
            .set(ALLOWANCE_BALANCE.WINDOW_MS, window)
            .set(ALLOWANCE_BALANCE.SETTLED, settled)
            .set(ALLOWANCE_BALANCE.HELD, 0L)
            .set(ALLOWANCE_BALANCE.NOTED, 0L)
            .execute());
  }
}
