package dev.bridle.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One build's usage against what lists of builds say of it, wherever the cursor stands. */
@OnBothEngines
class UsageOfBuildTest {
  private static final String ACME = LedgerRows.ACME;
  private static final UsageRange WIDE =
      new UsageRange(LocalDate.parse("2026-09-29"), LocalDate.parse("2026-11-24"));
  private static final UsageRange NARROW =
      new UsageRange(LocalDate.parse("2026-10-05"), LocalDate.parse("2026-11-02"));

  private final MovableClock clock = new MovableClock();
  private final Database database;
  private final Rollups rollups;
  private final UsagePanels panels;

  UsageOfBuildTest(Engine engine) {
    database = engine.open();
    rollups = new Rollups(database, 60);
    panels = new UsagePanels(database, clock);
    new LedgerRows(database, clock, 23).write(150);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static List<UsageFilter> filters() {
    return List.of(
        UsageFilter.NONE,
        UsageFilter.NONE.with(Dimension.STATUS, "completed"),
        UsageFilter.NONE.with(Dimension.BRANCH, "branch-2"),
        UsageFilter.NONE.with(Dimension.MODEL, "claude-opus-5-5"));
  }

  @Test
  void modelsAndJobsAddUpToTheBuild() {
    do {
      checkAll();
    } while (rollups.step() > 0);
    checkAll();
  }

  private void checkAll() {
    for (UsageRange range : List.of(WIDE, NARROW)) {
      for (UsageFilter filter : filters()) {
        var builds = panels.builds(ACME, range, filter, 100);
        assertThat(builds).as(range + " " + filter).isNotEmpty();
        for (BuildUsage build : builds) {
          check(build, range, filter);
        }
      }
    }
  }

  private void check(BuildUsage build, UsageRange range, UsageFilter filter) {
    var ofBuild = panels.ofBuild(ACME, build.buildId(), range, filter);
    assertThat(ofBuild.totals()).isEqualTo(build.totals());
    for (var groups : List.of(ofBuild.models(100), ofBuild.jobs(100))) {
      assertThat(groups.totals()).isEqualTo(build.totals());
      assertThat(groups.others().isNothing()).isTrue();
      assertThat(groups.groups()).extracting(Breakdown.Group::key).doesNotHaveDuplicates();
    }
    for (var model : ofBuild.models(100).groups()) {
      var only = panels.ofBuild(ACME, build.buildId(), range, with(filter, model.key()));
      assertThat(only.totals()).isEqualTo(model.totals());
    }
  }

  private static UsageFilter with(UsageFilter filter, String model) {
    return filter.with(Dimension.MODEL, model);
  }

  @Test
  void whatIsNotShownIsOthers() {
    rollups.catchUp();
    var build = panels.builds(ACME, WIDE, UsageFilter.NONE, 1).getFirst();
    var ofBuild = panels.ofBuild(ACME, build.buildId(), WIDE, UsageFilter.NONE);
    for (var groups : List.of(ofBuild.models(1), ofBuild.jobs(1))) {
      assertThat(groups.groups()).hasSize(1);
      assertThat(groups.others().plus(groups.groups().getFirst().totals()))
          .isEqualTo(build.totals());
    }
    assertThat(ofBuild.models(1).groups()).isEqualTo(ofBuild.models(100).groups().subList(0, 1));
  }

  @Test
  void anotherOrganizationsBuildHasNothing() {
    rollups.catchUp();
    var build = panels.builds(ACME, WIDE, UsageFilter.NONE, 1).getFirst();
    for (String organization : List.of("nobody", "'; drop table usage_build; --")) {
      var ofBuild = panels.ofBuild(organization, build.buildId(), WIDE, UsageFilter.NONE);
      assertThat(ofBuild.totals().isNothing()).isTrue();
      assertThat(ofBuild.models(9).groups()).isEmpty();
      assertThat(ofBuild.jobs(9).groups()).isEmpty();
    }
  }
}
