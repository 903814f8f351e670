package dev.bridle.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refused calls by group and over time, against a plain way of counting them. */
@OnBothEngines
class RefusedPanelsTest {
  private static final String ACME = LedgerRows.ACME;
  private static final UsageRange WIDE =
      new UsageRange(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-12-10"));
  private static final UsageRange DAYS =
      new UsageRange(LocalDate.parse("2026-11-24"), LocalDate.parse("2026-11-26"));

  /** One call that was refused. */
  private record Refused(
      String organization,
      String pipeline,
      String branch,
      @Nullable String creator,
      String build,
      String model,
      Instant at) {}

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final RefusedCalls calls;
  private final RefusedPanels panels;
  private final List<Refused> all = new ArrayList<>();

  RefusedPanelsTest(Engine engine) {
    database = engine.open();
    calls = new RefusedCalls(database, clock);
    panels = new UsagePanels(database, clock).refusals();
    var rows = new LedgerRows(database, clock, 41);
    for (int i = 0; i < 150; i++) {
      // Now and then the same again within a minute, which one row counts.
      refuse(rows, "claude-model-" + i % 3, i % 7 == 0 ? 3 : 1);
      clock.pass(Duration.ofMinutes(37));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void refuse(LedgerRows rows, String model, int times) {
    var job = rows.call(clock.instant()).job();
    for (int i = 0; i < times; i++) {
      calls.record(refusal(job, model, true));
      all.add(
          new Refused(
              job.organizationId(),
              job.pipelineSlug(),
              job.branch(),
              job.creatorId(),
              job.buildId(),
              model,
              clock.instant()));
    }
    calls.record(refusal(job, model, false));
  }

  private static RefusedCall refusal(
      dev.bridle.auth.JobIdentity job, String model, boolean enforced) {
    return new RefusedCall(
        job, "anthropic", model, 100, true, null, enforced, "policy_denied", null, 1L, null, "No.");
  }

  private List<Refused> within(UsageRange range, UsageFilter filter) {
    return all.stream()
        .filter(one -> one.organization().equals(ACME))
        .filter(one ->
            !one.at().isBefore(Instant.ofEpochMilli(range.fromMs()))
                && one.at().isBefore(Instant.ofEpochMilli(range.toMs())))
        .filter(one ->
            filter.values().entrySet().stream()
                .allMatch(value -> value.getValue().equals(of(value.getKey()).apply(one))))
        .toList();
  }

  private static Function<Refused, @Nullable String> of(Dimension dimension) {
    return switch (dimension) {
      case PIPELINE -> Refused::pipeline;
      case BRANCH -> Refused::branch;
      case CREATOR -> Refused::creator;
      case MODEL -> Refused::model;
      case PROVIDER -> _ -> "anthropic";
      case METHOD, CONNECTION, STATUS -> throw new IllegalArgumentException(dimension.word());
    };
  }

  private static Map<String, Long> counted(
      List<Refused> found, Function<Refused, @Nullable String> by) {
    var counted = new HashMap<String, Long>();
    for (Refused one : found) {
      String key = by.apply(one);
      if (key != null) {
        counted.merge(key, 1L, Long::sum);
      }
    }
    return counted;
  }

  private static final List<UsageFilter> FILTERS =
      List.of(
          UsageFilter.NONE,
          UsageFilter.NONE.with(Dimension.PIPELINE, "pipeline-1"),
          UsageFilter.NONE
              .with(Dimension.MODEL, "claude-model-2")
              .with(Dimension.BRANCH, "branch-1"),
          UsageFilter.NONE.with(Dimension.CREATOR, "creator-1"),
          UsageFilter.NONE.with(Dimension.BRANCH, "'; drop table refused_call; --"));

  @Test
  void groupsAreThoseOfTheRows() {
    for (UsageRange range : List.of(WIDE, DAYS)) {
      for (UsageFilter filter : FILTERS) {
        var rows = within(range, filter);
        for (Dimension by :
            List.of(Dimension.PIPELINE, Dimension.MODEL, Dimension.BRANCH, Dimension.CREATOR)) {
          var found = panels.breakdown(ACME, range, filter, by, 0, 100);
          var expected = counted(rows, of(by));
          assertThat(groups(found)).as("%s %s", by, filter).isEqualTo(expected);
          assertThat(found.total()).isEqualTo(rows.size());
          assertThat(found.others())
              .isEqualTo(rows.size() - expected.values().stream().mapToLong(n -> n).sum());
          assertThat(found.more()).isFalse();
        }
        var builds = panels.breakdown(ACME, range, filter, null, 0, 100);
        assertThat(groups(builds)).isEqualTo(counted(rows, Refused::build));
      }
    }
    assertThat(within(DAYS, UsageFilter.NONE)).isNotEmpty();
  }

  private static Map<String, Long> groups(RefusedBreakdown found) {
    return found.groups().stream()
        .collect(Collectors.toMap(RefusedBreakdown.Group::key, RefusedBreakdown.Group::times));
  }

  @Test
  void pagesFollowEachOther() {
    var whole = panels.breakdown(ACME, WIDE, UsageFilter.NONE, null, 0, 100);
    assertThat(whole.groups()).hasSizeGreaterThan(8);
    var seen = new ArrayList<RefusedBreakdown.Group>();
    long before = 0;
    for (int offset = 0; offset < whole.groups().size(); offset += 3) {
      var page = panels.breakdown(ACME, WIDE, UsageFilter.NONE, null, offset, 3);
      seen.addAll(page.groups());
      before += page.groups().stream().mapToLong(RefusedBreakdown.Group::times).sum();
      assertThat(page.total()).isEqualTo(whole.total());
      assertThat(page.others()).isEqualTo(whole.total() - before);
      assertThat(page.more()).isEqualTo(offset + 3 < whole.groups().size());
    }
    assertThat(seen).isEqualTo(whole.groups());
    assertThat(seen.getFirst().build()).isNotNull();
  }

  @Test
  void periodsAreThoseOfTheRows() {
    for (UsageFilter filter : FILTERS) {
      for (Grain grain : Grain.values()) {
        var rows = within(WIDE, filter);
        for (Dimension by : List.of(Dimension.PIPELINE, Dimension.BRANCH, Dimension.CREATOR)) {
          var series = panels.series(ACME, WIDE, filter, grain, Optional.of(by), 2);
          assertThat(byPeriod(series, series.total())).isEqualTo(periods(rows, grain));
          assertThat(series.lines()).hasSize(Math.min(2, counted(rows, of(by)).size()));
          for (var line : series.lines()) {
            var ofLine = rows.stream().filter(one -> line.key().equals(of(by).apply(one))).toList();
            assertThat(byPeriod(series, line.values())).isEqualTo(periods(ofLine, grain));
          }
          assertThat(series.lines().stream().map(RefusedSeries.Line::total).toList())
              .isEqualTo(
                  counted(rows, of(by)).values().stream()
                      .sorted(Comparator.reverseOrder())
                      .limit(2)
                      .toList());
        }
        var plain = panels.series(ACME, WIDE, filter, grain, Optional.empty(), 2);
        assertThat(byPeriod(plain, plain.total())).isEqualTo(periods(rows, grain));
        assertThat(plain.lines()).isEmpty();
      }
    }
  }

  private static Map<Long, Long> byPeriod(RefusedSeries series, List<Long> values) {
    var found = new HashMap<Long, Long>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) > 0) {
        found.put(series.starts().get(i).toEpochMilli(), values.get(i));
      }
    }
    return found;
  }

  private static Map<Long, Long> periods(List<Refused> rows, Grain grain) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                one -> grain.start(one.at().toEpochMilli()), Collectors.counting()));
  }

  @Test
  void theNewestComeFirst() {
    var newest =
        panels.newest(ACME, WIDE, UsageFilter.NONE.with(Dimension.PIPELINE, "pipeline-1"), 4);
    var rows = within(WIDE, UsageFilter.NONE.with(Dimension.PIPELINE, "pipeline-1"));
    assertThat(newest).hasSize(4).allMatch(call -> call.pipelineSlug().equals("pipeline-1"));
    assertThat(newest.getFirst().refusedAt()).isEqualTo(rows.getLast().at());
    assertThat(newest)
        .isSortedAccordingTo(Comparator.comparing(RefusedCalls.Entry::refusedAt).reversed());
    assertThat(panels.newest("nobody", WIDE, UsageFilter.NONE, 4)).isEmpty();
  }

  @Test
  void allOfThemAreReadPieceByPiece() {
    for (UsageFilter filter :
        List.of(UsageFilter.NONE, UsageFilter.NONE.with(Dimension.PIPELINE, "pipeline-1"))) {
      var read = new ArrayList<RefusedCalls.Entry>();
      List<RefusedCalls.Entry> piece = List.of();
      do {
        var last = piece.isEmpty() ? null : piece.getLast();
        piece = panels.older(ACME, WIDE, filter, null, last, 7);
        assertThat(piece).hasSizeLessThanOrEqualTo(7);
        read.addAll(piece);
      } while (!piece.isEmpty());
      assertThat(read).extracting(RefusedCalls.Entry::id).doesNotHaveDuplicates();
      assertThat(read)
          .isSortedAccordingTo(Comparator.comparing(RefusedCalls.Entry::refusedAt).reversed());
      long times = read.stream().mapToLong(RefusedCalls.Entry::times).sum();
      assertThat(times).isEqualTo(within(WIDE, filter).size()).isPositive();
      assertThat(panels.reasons(ACME, WIDE, filter, null))
          .isEqualTo(Map.of("policy_denied", times));
    }
    String build = within(WIDE, UsageFilter.NONE).getFirst().build();
    assertThat(panels.older(ACME, WIDE, UsageFilter.NONE, build, null, 100))
        .isNotEmpty()
        .allMatch(call -> call.buildId().equals(build));
  }

  @Test
  void nothingIsTellingApartWhatARefusedCallDoesNotHave() {
    var found = panels.breakdown(ACME, WIDE, UsageFilter.NONE, Dimension.STATUS, 0, 5);
    assertThat(found.groups()).isEmpty();
    assertThat(panels.breakdown("nobody", WIDE, UsageFilter.NONE, null, 0, 5).total()).isZero();
    assertThat(
            panels.series("nobody", WIDE, UsageFilter.NONE, Grain.DAY, Optional.empty(), 5).total())
        .allMatch(times -> times == 0);
  }
}
