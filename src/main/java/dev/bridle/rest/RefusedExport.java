package dev.bridle.rest;

import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.Grain;
import dev.bridle.ledger.RefusedBreakdown;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.RefusedPanels;
import dev.bridle.ledger.UsageRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls that were not made, as CSV, written piece by piece as usage is. */
record RefusedExport(
    RefusedPanels refusals, String organizationId, UsageRequest asked, LocalDate today) {
  private static final int PAGE = 1_000;
  private static final String TIMES = "refused_calls";

  /** The words that such calls are grouped by beside periods and dimensions. */
  static final String REASON = "error_code";

  void write(String groupBy, Csv csv) throws IOException {
    switch (groupBy) {
      case "call" -> calls(csv);
      case "build" -> builds(csv);
      case "hour", "day", "month" -> periods(csv, groupBy);
      case REASON -> reasons(csv);
      default -> groups(csv, Dimension.find(groupBy).orElseThrow());
    }
  }

  private void groups(Csv csv, Dimension by) throws IOException {
    var found =
        refusals.breakdown(
            organizationId, asked.range(), asked.filter(), by, 0, UsageExport.MOST_GROUPS);
    csv.line(by.word(), TIMES);
    for (var group : found.groups()) {
      csv.line(group.key(), group.times());
    }
    if (found.others() > 0) {
      csv.line("(others)", found.others());
    }
  }

  private void reasons(Csv csv) throws IOException {
    csv.line(REASON, TIMES);
    for (var line :
        refusals.reasons(organizationId, asked.range(), asked.filter(), null).entrySet()) {
      csv.line(line.getKey(), line.getValue());
    }
  }

  private void periods(Csv csv, String word) throws IOException {
    Grain grain = UsageResource.grain(word);
    Optional<Dimension> by = asked.linesOfRefused();
    var series =
        refusals.series(
            organizationId, asked.range(), asked.filter(), grain, by, asked.numberOfLines());
    csv.line(header(word, by));
    for (int i = 0; i < series.starts().size(); i++) {
      String period = UsageResource.period(grain, series.starts().get(i));
      if (by.isEmpty()) {
        csv.line(period, series.total().get(i));
        continue;
      }
      for (var line : series.lines()) {
        csv.line(period, line.key(), line.values().get(i));
      }
      csv.line(period, "(others)", series.others().get(i));
    }
  }

  private static @Nullable Object[] header(String period, Optional<Dimension> by) {
    return by.isEmpty()
        ? new @Nullable Object[] {period, TIMES}
        : new @Nullable Object[] {period, by.get().word(), TIMES};
  }

  /** One line for a build and day. */
  private void builds(Csv csv) throws IOException {
    csv.line("day", "pipeline", "build_number", "build_id", "branch", "creator_id", TIMES);
    LocalDate end = today.plusDays(1);
    for (var day = asked.range().from();
        day.isBefore(asked.range().to()) && day.isBefore(end);
        day = day.plusDays(1)) {
      builds(csv, day);
    }
  }

  private void builds(Csv csv, LocalDate day) throws IOException {
    var range = new UsageRange(day, day.plusDays(1));
    RefusedBreakdown found;
    int before = 0;
    do {
      found = refusals.breakdown(organizationId, range, asked.filter(), null, before, PAGE);
      for (var group : found.groups()) {
        var cells = new ArrayList<@Nullable Object>(Arrays.asList(day.toString()));
        cells.addAll(build(group));
        cells.add(group.times());
        csv.line(cells.toArray());
      }
      before += PAGE;
    } while (found.more());
  }

  private static List<@Nullable Object> build(RefusedBreakdown.Group group) {
    var build = group.build();
    return build == null
        ? Arrays.asList(null, null, group.key(), null, null)
        : Arrays.asList(
            build.pipelineSlug(), build.number(), group.key(), build.branch(), build.creatorId());
  }

  private void calls(Csv csv) throws IOException {
    csv.line(
        "id",
        "refused_at",
        "pipeline",
        "build_number",
        "build_id",
        "job_id",
        "branch",
        "creator_id",
        "provider",
        "model_asked",
        "error_code",
        TIMES);
    String build = asked.request().query("build").orElse(null);
    List<RefusedCalls.Entry> page = List.of();
    do {
      page =
          refusals.older(
              organizationId,
              asked.range(),
              asked.filter(),
              build,
              page.isEmpty() ? null : page.getLast(),
              PAGE);
      for (var call : page) {
        csv.line(
            call.id(),
            Times.iso(call.refusedAt()),
            call.pipelineSlug(),
            call.buildNumber(),
            call.buildId(),
            call.jobId(),
            call.branch(),
            call.creatorId(),
            call.provider(),
            call.model(),
            call.code(),
            call.times());
      }
    } while (page.size() == PAGE);
  }
}
