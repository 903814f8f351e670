package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random calls brought to other prices: nothing that follows from the rows may be confused. */
@OnBothEngines
class CorrectionsTest {
  private static final LocalDate FROM = LocalDate.parse("2026-09-01");
  private static final LocalDate TO = LocalDate.parse("2026-11-24");

  private static final PriceBook BASE = PriceBook.anthropic();
  private static final PriceBook DEARER = book(1, "9");
  private static final PriceBook CHEAPER = book(2, "0.5");
  private static final Map<String, PriceBook> BOOKS =
      Map.of(BASE.version(), BASE, DEARER.version(), DEARER, CHEAPER.version(), CHEAPER);

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final LedgerRows rows;
  private final Rollups rollups;
  private final Verification verification;
  private final UsageQueries queries;

  CorrectionsTest(Engine engine) {
    database = engine.open();
    rows = new LedgerRows(database, clock, 5);
    rollups = new Rollups(database, 17);
    queries = new UsageQueries(database);
    verification =
        new Verification(
            rollups,
            List.of(
                new RollupCheck(database, clock),
                new CostCheck(database, (_, version) -> Optional.ofNullable(BOOKS.get(version)))));
    rows.write(120);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static PriceBook book(int version, String dollars) {
    String line =
        "{'input':'%s','output':'%s','cacheRead':'%s','cacheWrite5m':'%s','cacheWrite1h':'%s'}"
            .replace("%s", dollars);
    var models = new ArrayList<String>();
    for (String model : List.of("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5")) {
      models.add("{'id':'" + model + "','prices':[" + line + "]}");
    }
    String json = "{'version':" + version + ",'models':[" + String.join(",", models) + "]}";
    return BASE.overlaid(json.replace('\'', '"'));
  }

  private List<Review.Page> review(PriceBook prices) {
    var calls = PastCalls.of(database, LedgerRows.ACME, 0, Long.MAX_VALUE);
    var review =
        new Review(database, calls, prices, version -> Optional.ofNullable(BOOKS.get(version)), 7);
    List<Review.Page> pages = new ArrayList<>();
    for (var page = review.next(); page.isPresent(); page = review.next()) {
      pages.add(page.get());
    }
    return pages;
  }

  private List<Correction> needed(PriceBook prices) {
    return review(prices).stream().flatMap(page -> page.corrections().stream()).toList();
  }

  private List<Correction> correct(PriceBook prices) {
    var corrections = needed(prices);
    for (Correction correction : corrections) {
      database.writeHot(sql -> rows.ledger().correct(sql, correction)).committed().join();
    }
    return corrections;
  }

  private void assertClean() {
    assertThat(verification.verify(LedgerRows.ACME))
        .allSatisfy(found -> {
          assertThat(found.kept()).isEmpty();
          assertThat(found.checked()).isPositive();
        });
  }

  private long count(Condition which) {
    return database.read(sql -> (long) sql.fetchCount(MODEL_CALL, which));
  }

  @Test
  void everyCallIsLookedAtOnceHoweverThePagesAreCut() {
    long sent =
        count(
            MODEL_CALL
                .ORGANIZATION_ID
                .eq(LedgerRows.ACME)
                .and(MODEL_CALL.SETTLED_MS.isNotNull())
                .and(CountedCall.SENT));
    assertThat(review(DEARER).stream().mapToLong(Review.Page::calls).sum()).isEqualTo(sent);
    assertThat(review(BASE).stream().flatMap(page -> page.corrections().stream())).isEmpty();
    correct(DEARER);
    assertThat(review(DEARER).stream().mapToLong(Review.Page::calls).sum()).isEqualTo(sent);
  }

  @Test
  void whatIsCorrectedCostsWhatThePricesSayAndIsCorrectedOnce() {
    assertThat(correct(DEARER)).hasSizeGreaterThan(30);
    assertThat(needed(DEARER)).isEmpty();
    assertClean();
    assertThat(correct(CHEAPER)).hasSizeGreaterThan(30);
    assertThat(correct(BASE)).hasSizeGreaterThan(30);
    assertThat(needed(BASE)).isEmpty();
    assertClean();
    long sum =
        database.read(sql ->
            sql
                .select(MODEL_CALL.COST_NANO)
                .from(MODEL_CALL)
                .where(MODEL_CALL.CORRECTS.isNotNull())
                .fetch(MODEL_CALL.COST_NANO)
                .stream()
                .mapToLong(Long::longValue)
                .sum());
    assertThat(sum).as("there and back again").isZero();
  }

  @Test
  void correctionsAddMoneyAndNoCallsWhereverTheCursorStands() {
    rollups.catchUp();
    var before = totals(Dimension.PIPELINE);
    long difference = correct(DEARER).stream().mapToLong(one -> one.cost().nanos()).sum();
    do {
      for (Dimension by : Dimension.values()) {
        var after = totals(by);
        assertThat(after.calls()).isEqualTo(before.calls());
        assertThat(after.outputTokens()).isEqualTo(before.outputTokens());
        assertThat(after.cost().nanos()).isEqualTo(before.cost().nanos() + difference);
      }
    } while (rollups.step() > 0);
    assertClean();
  }

  private Totals totals(Dimension by) {
    return new UsagePanels(database, clock)
        .breakdown(
            LedgerRows.ACME, new UsageRange(FROM, TO), UsageFilter.NONE, by, Measure.COST, 0, 1_000)
        .totals();
  }

  @Test
  void aCorrectionStandsRightBehindItsCallAndEarlierOnes() {
    correct(DEARER);
    correct(CHEAPER);
    String call = "";
    int places = 0;
    for (CallRow row : queries.calls(LedgerRows.ACME, null, null, null, 1_000)) {
      if (row.corrects() == null) {
        call = row.id();
        places = 0;
      } else {
        assertThat(row.corrects()).isEqualTo(call);
        assertThat(row.outcome()).isEqualTo("corrected");
        assertThat(row.priceVersion()).isEqualTo((places == 0 ? DEARER : CHEAPER).version());
        places++;
      }
    }
  }

  @Test
  void theSameCorrectionIsNotWrittenTwice() {
    var correction = correct(DEARER).getFirst();
    var again = new ArrayList<Boolean>();
    database.writeHot(sql -> again.add(rows.ledger().correct(sql, correction))).committed().join();
    assertThat(again).containsExactly(false);
    assertClean();
  }

  @Test
  void aTamperedCorrectionIsFound() {
    String id = correct(DEARER).getLast().id();
    rollups.catchUp();
    database.execute(sql ->
        sql.update(MODEL_CALL)
            .set(MODEL_CALL.COST_AT_MOST_NANO, MODEL_CALL.COST_AT_MOST_NANO.plus(1))
            .where(MODEL_CALL.ID.eq(id))
            .execute());
    var found = verification.verify(LedgerRows.ACME);
    assertThat(found.getFirst().differences()).isPositive();
    assertThat(found.getLast().kept())
        .extracting(Difference::subject)
        .singleElement()
        .asString()
        .endsWith(", corrected cost");
  }

  @Test
  void correctionsGrowOldWithTheirCalls() {
    correct(DEARER);
    rollups.catchUp();
    new Retention(database, rollups, 20, clock).sweep();
    assertClean();
    rows.write(20);
    rollups.catchUp();
    new Retention(database, rollups, 20, clock).sweep();
    assertClean();
    assertThat(count(MODEL_CALL.CORRECTS.isNotNull())).isPositive();
    var calls =
        database.read(sql ->
            sql.select(MODEL_CALL.ID)
                .from(MODEL_CALL)
                .where(MODEL_CALL.CORRECTS.isNull())
                .fetchSet(MODEL_CALL.ID));
    var corrected =
        database.read(sql ->
            sql.select(MODEL_CALL.CORRECTS)
                .from(MODEL_CALL)
                .where(MODEL_CALL.CORRECTS.isNotNull())
                .fetch(MODEL_CALL.CORRECTS));
    assertThat(calls).containsAll(corrected);
  }
}
