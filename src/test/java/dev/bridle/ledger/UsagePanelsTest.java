package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.groups.Tuple;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Panels against a plain way of adding up the rows, wherever the cursor of the roll-ups stands. */
@OnBothEngines
class UsagePanelsTest {
  private static final String ACME = LedgerRows.ACME;

  /** It begins and ends within a month, and the newest calls are of the day before its end. */
  private static final UsageRange WIDE =
      new UsageRange(LocalDate.parse("2026-09-29"), LocalDate.parse("2026-11-24"));

  /** Builds reach over both of its ends. */
  private static final UsageRange NARROW =
      new UsageRange(LocalDate.parse("2026-10-05"), LocalDate.parse("2026-11-02"));

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final LedgerRows rows;
  private final Rollups rollups;
  private final UsagePanels panels;

  UsagePanelsTest(Engine engine) {
    database = engine.open();
    rows = new LedgerRows(database, clock, 23);
    rollups = new Rollups(database, 60);
    panels = new UsagePanels(database, clock);
    rows.write(150);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static List<UsageFilter> filters() {
    var pipeline = UsageFilter.NONE.with(Dimension.PIPELINE, "pipeline-1");
    var model = UsageFilter.NONE.with(Dimension.MODEL, "claude-opus-5-5");
    return List.of(
        UsageFilter.NONE,
        pipeline,
        model,
        UsageFilter.NONE.with(Dimension.PROVIDER, "anthropic").with(Dimension.METHOD, "hosted"),
        UsageFilter.NONE.with(Dimension.STATUS, "completed"),
        UsageFilter.NONE.with(Dimension.STATUS, "upstream_cut"),
        UsageFilter.NONE.with(Dimension.CONNECTION, "connection-1"),
        pipeline.with(Dimension.BRANCH, "branch-2"),
        model.with(Dimension.CREATOR, "creator-1").with(Dimension.BRANCH, "branch-1"),
        UsageFilter.NONE.with(Dimension.BRANCH, "'; drop table usage_sum; --"));
  }

  /** Runs a check before the roll-ups have begun, on their way, and when all is rolled up. */
  private void whereverTheCursorStands(Runnable check) {
    do {
      check.run();
    } while (rollups.step() > 0);
    check.run();
  }

  @Test
  void totalsAreThoseOfTheRows() {
    whereverTheCursorStands(() -> {
      for (UsageRange range : List.of(WIDE, NARROW, WIDE.previous())) {
        for (UsageFilter filter : filters()) {
          assertThat(panels.summary(ACME, range, filter).totals())
              .as(range + " " + filter)
              .isEqualTo(sum(calls(range, filter)));
        }
      }
    });
  }

  @Test
  void breakdownsAreThoseOfTheRowsAndOthersAreTheRest() {
    whereverTheCursorStands(() -> {
      for (Dimension by : Dimension.values()) {
        for (UsageFilter filter : filters()) {
          var all = breakdown(WIDE, filter, by, 0, 100);
          assertThat(groups(all)).as(by + " " + filter).isEqualTo(grouped(WIDE, filter, by));
          assertThat(all.totals()).isEqualTo(sum(calls(WIDE, filter)));
          assertThat(all.more()).isFalse();
        }
      }
    });
  }

  @Test
  void pagesOfABreakdownHaveEachGroupOnce() {
    rollups.catchUp();
    var whole = breakdown(WIDE, UsageFilter.NONE, Dimension.BRANCH, 0, 100).groups();
    List<Breakdown.Group> read = new ArrayList<>();
    boolean more = true;
    for (int page = 0; more; page++) {
      var one = breakdown(WIDE, UsageFilter.NONE, Dimension.BRANCH, page, 1);
      assertThat(one.groups()).hasSize(1);
      read.addAll(one.groups());
      Totals left = one.totals();
      for (var group : read) {
        left = left.minus(group.totals());
      }
      assertThat(one.others()).isEqualTo(left);
      more = one.more();
    }
    assertThat(read).isEqualTo(whole).hasSize(4);
    assertThat(whole)
        .isSortedAccordingTo(Comparator.comparingLong(group -> -group.totals().cost().nanos()));
    assertThat(breakdown(WIDE, UsageFilter.NONE, Dimension.BRANCH, 50, 9).groups()).isEmpty();
  }

  @Test
  void seriesAreThoseOfTheRowsInEveryGrain() {
    whereverTheCursorStands(() -> {
      for (Grain grain : List.of(Grain.DAY, Grain.MONTH)) {
        for (Dimension by : List.of(Dimension.PIPELINE, Dimension.BRANCH, Dimension.STATUS)) {
          for (UsageFilter filter : filters()) {
            check(panels.series(ACME, NARROW, filter, grain, by, Measure.COST, 2), filter, by);
          }
        }
      }
    });
  }

  @Test
  void hoursAreThoseOfTheRows() {
    var range = new UsageRange(LocalDate.parse("2026-11-16"), LocalDate.parse("2026-11-23"));
    whereverTheCursorStands(() -> {
      for (Dimension by : List.of(Dimension.PIPELINE, Dimension.BRANCH, Dimension.MODEL)) {
        var series = panels.series(ACME, range, UsageFilter.NONE, Grain.HOUR, by, Measure.CALLS, 9);
        assertThat(series.starts()).hasSize(7 * 24);
        check(series, range, UsageFilter.NONE, by);
      }
    });
  }

  private void check(Series series, UsageFilter filter, Dimension by) {
    check(series, NARROW, filter, by);
    assertThat(series.lines()).hasSizeLessThanOrEqualTo(2);
  }

  private void check(Series series, UsageRange range, UsageFilter filter, Dimension by) {
    for (int i = 0; i < series.starts().size(); i++) {
      long at = series.starts().get(i).toEpochMilli();
      var period =
          calls(range, filter).stream()
              .filter(row -> series.grain().start(row.get(MODEL_CALL.OPENED_MS)) == at)
              .toList();
      Totals left = sum(period);
      assertThat(series.total().get(i)).isEqualTo(left);
      for (Series.Line line : series.lines()) {
        var one = sum(period.stream().filter(row -> line.key().equals(value(row, by))).toList());
        assertThat(line.values().get(i)).isEqualTo(one);
        left = left.minus(one);
      }
      assertThat(series.others().get(i)).isEqualTo(left);
    }
    assertThat(series.sum()).isEqualTo(sum(calls(range, filter)));
  }

  @Test
  void theDearestBuildsAreFoundInBothWays() {
    whereverTheCursorStands(() -> {
      for (UsageRange range : List.of(WIDE, NARROW)) {
        for (UsageFilter filter : filters()) {
          var builds = new BuildsQuery(ACME, range, filter);
          var expected = builds(range, filter);
          for (int many : new int[] {1, 3, 100}) {
            var first = expected.subList(0, Math.min(many, expected.size()));
            List<BuildUsage> added = database.snapshot(sql -> builds.dearest(sql, many));
            assertThat(added)
                .as(range + " " + filter)
                .extracting(BuildUsage::buildId, BuildUsage::totals)
                .isEqualTo(first);
            List<BuildUsage> walked = database.snapshot(new DearestBuilds(builds, many));
            assertThat(walked)
                .as(range + " " + filter)
                .extracting(BuildUsage::buildId, BuildUsage::totals)
                .isEqualTo(first);
          }
        }
      }
    });
    assertThat(panels.builds(ACME, WIDE, UsageFilter.NONE, 5)).hasSize(5);
  }

  @Test
  void callsComeOnceEachNewestFirst() {
    for (UsageFilter filter : filters()) {
      List<String> read = new ArrayList<>();
      CallsPage page = null;
      do {
        page = panels.calls(ACME, WIDE, filter, null, page == null ? null : page.before(), 7);
        page.calls().forEach(call -> read.add(call.id()));
      } while (page.before() != null);
      assertThat(read)
          .as(filter.toString())
          .isEqualTo(
              rows(WIDE, filter).stream()
                  .sorted(
                      Comparator.comparingLong((Record row) -> row.get(MODEL_CALL.OPENED_MS))
                          .thenComparing(row -> row.get(MODEL_CALL.ID))
                          .reversed())
                  .map(row -> row.get(MODEL_CALL.ID))
                  .toList());
    }
  }

  @Test
  void callsOfABuildAreItsOwn() {
    String build = ACME + "-build-1-2";
    var page = panels.calls(ACME, WIDE, UsageFilter.NONE, build, null, 100);
    assertThat(page.calls())
        .isNotEmpty()
        .allMatch(call -> call.buildId().equals(build))
        .hasSize(
            (int)
                rows(WIDE, UsageFilter.NONE).stream()
                    .filter(row -> row.get(MODEL_CALL.BUILD_ID).equals(build))
                    .count());
    assertThat(panels.calls("other", WIDE, UsageFilter.NONE, build, null, 100).calls()).isEmpty();
  }

  @Test
  void anOrganizationWithoutCallsHasEmptyPanels() {
    assertThat(panels.summary("nobody", WIDE, UsageFilter.NONE).totals().isNothing()).isTrue();
    assertThat(panels.summary("nobody", WIDE, UsageFilter.NONE).totals().cacheHitRatio()).isEmpty();
    assertThat(panels.builds("nobody", WIDE, UsageFilter.NONE, 5)).isEmpty();
    assertThat(
            panels
                .series(
                    "nobody",
                    WIDE,
                    UsageFilter.NONE,
                    Grain.MONTH,
                    Dimension.MODEL,
                    Measure.TOKENS,
                    5)
                .lines())
        .isEmpty();
    assertThat(panels.refused("nobody", WIDE, UsageFilter.NONE, Grain.DAY).lines()).isEmpty();
  }

  @Test
  void anEmptyRangeIsEmpty() {
    var nothing = new UsageRange(WIDE.from(), WIDE.from());
    assertThat(panels.summary(ACME, nothing, UsageFilter.NONE).totals().isNothing()).isTrue();
    assertThat(
            panels
                .series(ACME, nothing, UsageFilter.NONE, Grain.MONTH, null, Measure.COST, 0)
                .starts())
        .isEmpty();
  }

  @Test
  void theGrainFollowsTheRange() {
    LocalDate today = panels.today();
    assertThat(panels.grain(new UsageRange(today.minusDays(2), today.plusDays(1))))
        .isEqualTo(Grain.HOUR);
    assertThat(panels.grain(new UsageRange(today.minusDays(60), today.minusDays(59))))
        .isEqualTo(Grain.DAY);
    assertThat(panels.grain(new UsageRange(today.minusDays(30), today))).isEqualTo(Grain.DAY);
    assertThat(panels.grain(new UsageRange(today.minusDays(365), today))).isEqualTo(Grain.MONTH);
  }

  private Breakdown breakdown(
      UsageRange range, UsageFilter filter, Dimension by, int offset, int atMost) {
    return panels.breakdown(ACME, range, filter, by, Measure.COST, offset, atMost);
  }

  private static Map<String, Totals> groups(Breakdown breakdown) {
    var groups = new TreeMap<String, Totals>();
    breakdown.groups().forEach(group -> groups.put(group.key(), group.totals()));
    return groups;
  }

  private List<Record> rows(UsageRange range, UsageFilter filter) {
    return database.read(sql ->
        new ArrayList<>(
            sql
                .select(MODEL_CALL.fields())
                .from(MODEL_CALL)
                .where(MODEL_CALL.ORGANIZATION_ID.eq(ACME))
                .fetch()
                .stream()
                .filter(row -> row.get(MODEL_CALL.OPENED_MS) >= range.fromMs())
                .filter(row -> row.get(MODEL_CALL.OPENED_MS) < range.toMs())
                .filter(row ->
                    filter.values().entrySet().stream()
                        .allMatch(one -> one.getValue().equals(value(row, one.getKey()))))
                .toList()));
  }

  private List<Record> calls(UsageRange range, UsageFilter filter) {
    return rows(range, filter).stream()
        .filter(row -> !row.get(MODEL_CALL.OUTCOME).equals("not_sent"))
        .toList();
  }

  private static @Nullable String value(Record row, Dimension dimension) {
    String answered = row.get(MODEL_CALL.MODEL_ANSWERED);
    return switch (dimension) {
      case PIPELINE -> row.get(MODEL_CALL.PIPELINE_SLUG);
      case BRANCH -> row.get(MODEL_CALL.BRANCH);
      case CREATOR -> row.get(MODEL_CALL.CREATOR_ID);
      case MODEL -> answered == null ? row.get(MODEL_CALL.MODEL_SENT) : answered;
      case PROVIDER -> row.get(MODEL_CALL.PROVIDER);
      case METHOD -> row.get(MODEL_CALL.METHOD);
      case CONNECTION -> row.get(MODEL_CALL.CONNECTION_ID);
      case STATUS -> row.get(MODEL_CALL.OUTCOME);
    };
  }

  private Map<String, Totals> grouped(UsageRange range, UsageFilter filter, Dimension by) {
    return new TreeMap<>(sums(calls(range, filter), row -> value(row, by)));
  }

  private static Map<String, Totals> sums(
      List<Record> calls, Function<Record, @Nullable String> key) {
    Map<String, List<Record>> groups = new HashMap<>();
    for (Record row : calls) {
      String of = key.apply(row);
      if (of != null) {
        groups.computeIfAbsent(of, _ -> new ArrayList<>()).add(row);
      }
    }
    Map<String, Totals> sums = new HashMap<>();
    groups.forEach((of, some) -> sums.put(of, sum(some)));
    return sums;
  }

  private List<Tuple> builds(UsageRange range, UsageFilter filter) {
    return sums(calls(range, filter), row -> row.get(MODEL_CALL.BUILD_ID)).entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Totals> one) -> one.getValue().cost())
                .thenComparing(Map.Entry::getKey)
                .reversed())
        .map(one -> Tuple.tuple(one.getKey(), one.getValue()))
        .toList();
  }

  private static Totals sum(List<Record> calls) {
    Sums sums = Sums.NONE;
    for (Record row : calls) {
      Long most = row.get(MODEL_CALL.COST_AT_MOST_NANO);
      sums =
          sums.plus(
              new Sums(
                  1,
                  row.get(MODEL_CALL.INPUT_TOKENS),
                  row.get(MODEL_CALL.OUTPUT_TOKENS),
                  row.get(MODEL_CALL.CACHE_READ_TOKENS),
                  row.get(MODEL_CALL.CACHE_WRITE_5M_TOKENS),
                  row.get(MODEL_CALL.CACHE_WRITE_1H_TOKENS),
                  row.get(MODEL_CALL.WEB_SEARCHES),
                  row.get(MODEL_CALL.COST_NANO),
                  Objects.requireNonNullElse(most, row.get(MODEL_CALL.COST_NANO))));
    }
    return sums.totals();
  }
}
