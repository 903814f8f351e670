package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;
import static dev.bridle.store.schema.Tables.USAGE_WHOLE_BUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class VerificationTest {
  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final LedgerRows rows;
  private final Rollups rollups;
  private final Verification verification;

  VerificationTest(Engine engine) {
    database = engine.open();
    rows = new LedgerRows(database, clock, 11);
    rollups = new Rollups(database);
    verification =
        new Verification(
            rollups,
            List.of(
                new RollupCheck(database, clock),
                new CostCheck(
                    database,
                    (_, version) ->
                        version.equals("2026-11-23")
                            ? Optional.of(PriceBook.anthropic())
                            : Optional.empty())));
    rows.write(150);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Findings found(String check) {
    return verification.verify(LedgerRows.ACME).stream()
        .filter(findings -> findings.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private String anExactCall() {
    return database.read(sql ->
        sql.select(MODEL_CALL.ID)
            .from(MODEL_CALL)
            .where(MODEL_CALL.ORGANIZATION_ID.eq(LedgerRows.ACME))
            .and(MODEL_CALL.OUTCOME.eq("completed"))
            .and(MODEL_CALL.METHOD.eq("hosted"))
            .limit(1)
            .fetchSingle()
            .value1());
  }

  @Test
  void aLedgerThatIsRightHasNoDifferences() {
    assertThat(found("roll-ups").kept()).isEmpty();
    assertThat(found("roll-ups").checked()).isGreaterThan(100);
    assertThat(found("costs").kept()).isEmpty();
    assertThat(found("costs").checked()).isGreaterThan(100);
  }

  @Test
  void aTamperedCostIsFound() {
    rollups.catchUp();
    String id = anExactCall();
    database.execute(sql ->
        sql.update(MODEL_CALL)
            .set(MODEL_CALL.COST_NANO, MODEL_CALL.COST_NANO.minus(1))
            .where(MODEL_CALL.ID.eq(id))
            .execute());
    assertThat(found("costs").kept())
        .extracting(Difference::subject)
        .containsExactly("call " + id + ", cost");
    // Three grains for the organization and the pipeline, three for a creator if any, the build.
    assertThat(found("roll-ups").differences()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void aTamperedCountIsFound() {
    rollups.catchUp();
    String id = anExactCall();
    database.execute(sql ->
        sql.update(MODEL_CALL)
            .set(MODEL_CALL.OUTPUT_TOKENS, 1L)
            .where(MODEL_CALL.ID.eq(id))
            .execute());
    assertThat(found("costs").kept())
        .extracting(Difference::subject)
        .contains("call " + id + ", usage");
  }

  @Test
  void tamperedSumsAreFoundAndRebuilt() {
    rollups.catchUp();
    long day = clock.millis() - clock.millis() % 86_400_000;
    database.execute(sql -> {
      sql.update(USAGE_SUM)
          .set(USAGE_SUM.COST_NANO, USAGE_SUM.COST_NANO.plus(1))
          .where(
              USAGE_SUM.GRAIN.eq("month"),
              USAGE_SUM.SUBJECT.eq("creator"),
              USAGE_SUM.ORGANIZATION_ID.eq(LedgerRows.ACME))
          .execute();
      sql.deleteFrom(USAGE_BUILD).where(USAGE_BUILD.BUILD_NUMBER.eq(1L)).execute();
      sql.deleteFrom(USAGE_WHOLE_BUILD).where(USAGE_WHOLE_BUILD.BUILD_NUMBER.eq(2L)).execute();
      sql.update(USAGE_WHOLE_BUILD)
          .set(USAGE_WHOLE_BUILD.FIRST_MS, 0L)
          .where(USAGE_WHOLE_BUILD.BUILD_NUMBER.eq(3L))
          .execute();
      sql.insertInto(USAGE_SUM)
          .values(
              LedgerRows.ACME,
              "pipeline",
              "day",
              day,
              "invented",
              "",
              "m",
              "c",
              "anthropic",
              "hosted",
              "completed",
              1,
              1,
              1,
              1,
              1,
              1,
              1,
              1,
              1)
          .execute();
    });
    assertThat(found("roll-ups").differences()).isGreaterThan(3);
    assertThat(found("roll-ups").kept())
        .anyMatch(d -> d.subject().startsWith("WholeBuild"))
        .anyMatch(
            d -> d.subject().contains("invented") && d.expected().equals(Sums.NONE.toString()));
    verification.rebuild(LedgerRows.ACME);
    assertThat(found("roll-ups").kept()).isEmpty();
  }

  @Test
  void anUnknownVersionOfPricesIsSkipped() {
    rollups.catchUp();
    database.execute(sql ->
        sql.update(MODEL_CALL)
            .set(MODEL_CALL.PRICE_VERSION, "2020-01-01")
            .set(MODEL_CALL.COST_NANO, MODEL_CALL.COST_NANO.plus(0))
            .execute());
    assertThat(found("costs").kept()).isEmpty();
    assertThat(found("costs").skipped()).isGreaterThan(10);
  }

  @Test
  void rowsGoByDayAndTheirSumsStay() {
    rollups.catchUp();
    var panels = new UsagePanels(database, clock);
    var range =
        new UsageRange(
            java.time.LocalDate.parse("2026-09-01"), java.time.LocalDate.parse("2026-11-24"));
    java.util.function.Supplier<Series> days =
        () ->
            panels.series(
                LedgerRows.ACME,
                range,
                UsageFilter.NONE,
                Grain.DAY,
                Dimension.PIPELINE,
                Measure.COST,
                9);
    var before = days.get();
    long rowsBefore = count();
    var retention = new Retention(database, rollups, 20, clock);
    retention.sweep();
    assertThat(count()).isLessThan(rowsBefore / 2);
    assertThat(days.get()).isEqualTo(before);
    assertThat(found("roll-ups").kept()).isEmpty();
    assertThat(found("roll-ups").checked()).isGreaterThan(20);
    rows.write(10);
    assertThat(found("roll-ups").kept()).isEmpty();
  }

  @Test
  void hoursGoAfterThirtyFiveDays() {
    rollups.catchUp();
    new Retention(database, rollups, 0, clock).sweep();
    long oldest =
        database.read(sql ->
            java.util.Objects.requireNonNull(
                sql.select(org.jooq.impl.DSL.min(USAGE_SUM.START_MS))
                    .from(USAGE_SUM)
                    .where(USAGE_SUM.GRAIN.eq("hour"))
                    .fetchSingle()
                    .value1()));
    assertThat(oldest).isGreaterThanOrEqualTo(clock.millis() - Duration.ofDays(35).toMillis());
    assertThat(found("roll-ups").kept()).isEmpty();
  }

  private long count() {
    return database.read(
        sql -> (long) sql.fetchCount(MODEL_CALL, MODEL_CALL.SETTLED_MS.isNotNull()));
  }
}
