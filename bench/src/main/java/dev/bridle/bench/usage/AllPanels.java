package dev.bridle.bench.usage;

import dev.bridle.ledger.CallsPage;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.Grain;
import dev.bridle.ledger.Measure;
import dev.bridle.ledger.UsageFilter;
import dev.bridle.ledger.UsageOfBuild;
import dev.bridle.ledger.UsageRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every panel in the forms that are asked for, the dearest ones of each above all. */
final class AllPanels {
  private static final String LARGEST = "pipeline-0";
  private static final UsageFilter ALL = UsageFilter.NONE;

  private final String organizationId;
  private final UsageRange year;
  private final UsageRange month;
  private final UsageRange day;
  private final List<Panel> panels = new ArrayList<>();

  AllPanels(String organizationId, YearSize size) {
    this.organizationId = organizationId;
    // A year that begins within a month, so that its ends are read day by day.
    var end = size.lastDay().plusDays(1);
    year = new UsageRange(size.firstDay(), end);
    month = new UsageRange(end.minusDays(30), end);
    day = new UsageRange(end.minusDays(2), end.minusDays(1));
  }

  List<Panel> list() {
    var largest = ALL.with(Dimension.PIPELINE, LARGEST);
    var main = ALL.with(Dimension.BRANCH, "main");
    var person = ALL.with(Dimension.CREATOR, "creator-0");
    var model = ALL.with(Dimension.MODEL, "claude-sonnet-5-5");
    var failed = ALL.with(Dimension.STATUS, "upstream_error");
    var both = largest.with(Dimension.CREATOR, "creator-0").with(Dimension.STATUS, "completed");

    totals("totals and those of the year before", ALL);
    totals("totals of the largest pipeline", largest);
    totals("totals of branch main", main);
    totals("totals of one model that failed", model.with(Dimension.STATUS, "upstream_error"));
    totals("totals of pipeline, creator and status", both);
    totals("totals of branch main of the largest pipeline", largest.with(Dimension.BRANCH, "main"));
    totals("totals of branch and creator", main.with(Dimension.CREATOR, "creator-0"));

    series("months by model", year, Grain.MONTH, Dimension.MODEL, ALL);
    series("months by pipeline", year, Grain.MONTH, Dimension.PIPELINE, ALL);
    series("months by branch", year, Grain.MONTH, Dimension.BRANCH, ALL);
    series("months by creator", year, Grain.MONTH, Dimension.CREATOR, ALL);
    series("days of the year", year, Grain.DAY, null, ALL);
    series("days of the year by status", year, Grain.DAY, Dimension.STATUS, ALL);
    series("days of the year by pipeline", year, Grain.DAY, Dimension.PIPELINE, ALL);
    series(
        "days of the year by model of the largest pipeline",
        year,
        Grain.DAY,
        Dimension.MODEL,
        largest);
    series(
        "days of the year by branch of the largest pipeline",
        year,
        Grain.DAY,
        Dimension.BRANCH,
        largest);
    series("days of a month by pipeline", month, Grain.DAY, Dimension.PIPELINE, ALL);
    series("hours of a day by pipeline", day, Grain.HOUR, Dimension.PIPELINE, ALL);
    series("hours of a day by branch", day, Grain.HOUR, Dimension.BRANCH, ALL);

    for (Dimension by : Dimension.values()) {
      breakdown("by " + by.word(), by, ALL, 0);
    }
    breakdown("by pipeline, the tenth page", Dimension.PIPELINE, ALL, 450);
    breakdown("by branch, with one model", Dimension.BRANCH, model, 0);
    breakdown("by branch, of the largest pipeline", Dimension.BRANCH, largest, 0);
    breakdown("by creator, of the largest pipeline", Dimension.CREATOR, largest, 0);
    breakdown("by pipeline, of one creator", Dimension.PIPELINE, person, 0);
    breakdown("by pipeline, what failed", Dimension.PIPELINE, failed, 0);

    builds("dearest builds of the year", year, ALL);
    builds("dearest builds of a month", month, ALL);
    builds("dearest builds of a day", day, ALL);
    builds("dearest builds of the largest pipeline", year, largest);
    builds(
        "dearest builds of a small pipeline", year, ALL.with(Dimension.PIPELINE, "pipeline-300"));
    builds("dearest builds with one model", year, model);
    builds("dearest builds of one provider", year, ALL.with(Dimension.PROVIDER, "openai"));
    builds("dearest builds of one creator", year, person);
    builds("dearest builds of branch main", year, main);
    builds("dearest builds with calls that failed", year, failed);
    builds("dearest builds of pipeline, creator and status", year, both);

    calls("newest calls", ALL, null);
    calls("newest calls of a small pipeline", ALL.with(Dimension.PIPELINE, "pipeline-300"), null);
    calls("newest calls that failed", failed, null);

    panels.add(
        new Panel(
            "refused calls, days of the year",
            usage -> usage.refused(organizationId, year, ALL, Grain.DAY)));
    panels.add(
        new Panel(
            "refused calls of the largest pipeline, months",
            usage -> usage.refused(organizationId, year, largest, Grain.MONTH)));
    for (Dimension by :
        List.of(Dimension.PIPELINE, Dimension.MODEL, Dimension.BRANCH, Dimension.CREATOR)) {
      refused("refused calls by " + by.word(), by, ALL);
      refusedOverTime("refused calls, months by " + by.word(), Grain.MONTH, by);
    }
    refused("refused calls by build", null, ALL);
    refused("refused calls by build, of the largest pipeline", null, largest);
    refusedOverTime("refused calls, days of the year by pipeline", Grain.DAY, Dimension.PIPELINE);
    newestRefused("calls refused last", ALL);
    newestRefused(
        "calls refused last, of a small pipeline", ALL.with(Dimension.PIPELINE, "pipeline-300"));
    panels.add(
        new Panel(
            "refused calls by reason",
            usage -> usage.refusals().reasons(organizationId, year, ALL, null)));
    ofDearestBuild("dearest build, found and summed up", UsageOfBuild::totals);
    ofDearestBuild("dearest build, found and by model", build -> build.models(20));
    ofDearestBuild("dearest build, found and by job", build -> build.jobs(20));
    return List.copyOf(panels);
  }

  private void ofDearestBuild(String name, Function<UsageOfBuild, Object> asked) {
    panels.add(
        new Panel(
            name,
            usage -> {
              var dearest = usage.builds(organizationId, year, ALL, 1).getFirst();
              return asked.apply(usage.ofBuild(organizationId, dearest.buildId(), year, ALL));
            }));
  }

  private void refused(String name, @Nullable Dimension by, UsageFilter filter) {
    panels.add(
        new Panel(
            name, usage -> usage.refusals().breakdown(organizationId, year, filter, by, 0, 20)));
  }

  private void refusedOverTime(String name, Grain grain, Dimension by) {
    panels.add(
        new Panel(
            name,
            usage ->
                usage.refusals().series(organizationId, year, ALL, grain, Optional.of(by), 7)));
  }

  private void newestRefused(String name, UsageFilter filter) {
    panels.add(new Panel(name, usage -> usage.refusals().newest(organizationId, year, filter, 20)));
  }

  private void totals(String name, UsageFilter filter) {
    panels.add(
        new Panel(
            name,
            usage ->
                List.of(
                    usage.summary(organizationId, year, filter),
                    usage.summary(organizationId, year.previous(), filter))));
  }

  private void series(
      String name, UsageRange range, Grain grain, @Nullable Dimension by, UsageFilter filter) {
    panels.add(
        new Panel(
            name,
            usage -> usage.series(organizationId, range, filter, grain, by, Measure.COST, 10)));
  }

  private void breakdown(String name, Dimension by, UsageFilter filter, int offset) {
    panels.add(
        new Panel(
            name,
            usage -> usage.breakdown(organizationId, year, filter, by, Measure.COST, offset, 50)));
  }

  private void builds(String name, UsageRange range, UsageFilter filter) {
    panels.add(new Panel(name, usage -> usage.builds(organizationId, range, filter, 51)));
  }

  private void calls(String name, UsageFilter filter, CallsPage.@Nullable Place before) {
    panels.add(
        new Panel(name, usage -> usage.calls(organizationId, year, filter, null, before, 100)));
  }
}
