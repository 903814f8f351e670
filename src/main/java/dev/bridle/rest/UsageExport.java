package dev.bridle.rest;

import dev.bridle.http.Reply;
import dev.bridle.ledger.Breakdown;
import dev.bridle.ledger.BuildUsage;
import dev.bridle.ledger.CallRow;
import dev.bridle.ledger.CallsPage;
import dev.bridle.ledger.Dimension;
import dev.bridle.ledger.Grain;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsagePanels;
import dev.bridle.organization.Members;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Usage as CSV, written piece by piece: never more than a page or a day of it is in memory. */
record UsageExport(UsagePanels usage, Members members, String organizationId, UsageRequest asked) {
  private static final int PAGE = 1_000;
  private static final int MOST_GROUPS = 10_000;
  private static final List<String> SUMS =
      List.of(
          "calls",
          "input_tokens",
          "output_tokens",
          "cache_read_input_tokens",
          "cache_creation_input_tokens",
          "cost_usd",
          "cost_at_most_usd");

  Reply reply(String groupBy) {
    String name = "usage-" + groupBy + "-" + asked.range().from() + ".csv";
    return Reply.file(name, "text/csv; charset=utf-8; header=present", out -> write(groupBy, out));
  }

  private void write(String groupBy, OutputStream out) throws IOException {
    var csv = new Csv(out);
    switch (groupBy) {
      case "call" -> calls(csv);
      case "build" -> builds(csv);
      case "hour", "day", "month" -> periods(csv, groupBy);
      default -> groups(csv, Dimension.find(groupBy).orElseThrow());
    }
  }

  private void groups(Csv csv, Dimension by) throws IOException {
    var found =
        usage.breakdown(
            organizationId, asked.range(), asked.filter(), by, asked.order(), 0, MOST_GROUPS);
    if (by == Dimension.CREATOR) {
      creators(csv, found);
      return;
    }
    csv.line(header(by.word()));
    for (var group : found.groups()) {
      csv.line(sums(group.totals(), group.key()));
    }
    if (found.more()) {
      csv.line(sums(found.others(), "(others)"));
    }
  }

  /** People have names too. */
  private void creators(Csv csv, Breakdown found) throws IOException {
    var names =
        members.names(organizationId, found.groups().stream().map(Breakdown.Group::key).toList());
    csv.line(and("creator_name", header("creator")));
    for (var group : found.groups()) {
      csv.line(and(names.getOrDefault(group.key(), ""), sums(group.totals(), group.key())));
    }
    if (found.more()) {
      csv.line(and("", sums(found.others(), "(others)")));
    }
  }

  private static @Nullable Object[] and(String last, @Nullable Object[] line) {
    @Nullable Object[] longer = Arrays.copyOf(line, line.length + 1);
    longer[line.length] = last;
    return longer;
  }

  private void periods(Csv csv, String word) throws IOException {
    var grain = Grain.valueOf(word.toUpperCase(Locale.ROOT));
    var series =
        usage.series(organizationId, asked.range(), asked.filter(), grain, null, asked.order(), 0);
    csv.line(header(word));
    for (int i = 0; i < series.starts().size(); i++) {
      csv.line(sums(series.total().get(i), UsageResource.period(grain, series.starts().get(i))));
    }
  }

  /** One line for a build and day. */
  private void builds(Csv csv) throws IOException {
    csv.line(header("day", "pipeline", "build_number", "build_id", "branch", "creator_id"));
    LocalDate end = usage.today().plusDays(1);
    for (var day = asked.range().from();
        day.isBefore(asked.range().to()) && day.isBefore(end);
        day = day.plusDays(1)) {
      for (BuildUsage build : usage.buildsOfDay(organizationId, day, asked.filter())) {
        csv.line(
            sums(
                build.totals(),
                day.toString(),
                build.pipelineSlug(),
                build.number(),
                build.buildId(),
                build.branch(),
                build.creatorId()));
      }
    }
  }

  private void calls(Csv csv) throws IOException {
    csv.line(
        "id",
        "corrects",
        "opened_at",
        "settled_at",
        "pipeline",
        "build_number",
        "build_id",
        "job_id",
        "step_key",
        "branch",
        "creator_id",
        "provider",
        "method",
        "model_asked",
        "model_answered",
        "outcome",
        "certainty",
        "status",
        "input_tokens",
        "output_tokens",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
        "cost_usd",
        "cost_at_most_usd",
        "client_session_id",
        "client_agent_id",
        "client_parent_agent_id",
        "client_retries");
    String build = asked.request().query("build").orElse(null);
    CallsPage page = null;
    do {
      page =
          usage.calls(
              organizationId,
              asked.range(),
              asked.filter(),
              build,
              page == null ? null : page.before(),
              PAGE);
      for (CallRow call : page.calls()) {
        csv.line(call(call));
      }
    } while (page.before() != null);
  }

  private static @Nullable Object[] call(CallRow call) {
    return new @Nullable Object[] {
      call.id(),
      call.corrects(),
      Times.iso(call.openedAt()),
      Times.iso(call.settledAt()),
      call.pipelineSlug(),
      call.buildNumber(),
      call.buildId(),
      call.jobId(),
      call.stepKey(),
      call.branch(),
      call.creatorId(),
      call.provider(),
      call.method(),
      call.modelAsked(),
      call.modelAnswered(),
      call.outcome(),
      call.certainty(),
      call.status(),
      call.inputTokens(),
      call.outputTokens(),
      call.cacheReadTokens(),
      call.cacheWrite5mTokens() + call.cacheWrite1hTokens(),
      call.cost(),
      call.costAtMost(),
      call.client().session(),
      call.client().agent(),
      call.client().parentAgent(),
      call.client().retries()
    };
  }

  private static @Nullable Object[] header(String... keys) {
    var header = new ArrayList<String>(List.of(keys));
    header.addAll(SUMS);
    return header.toArray();
  }

  private static @Nullable Object[] sums(Totals totals, @Nullable Object... keys) {
    var line = new ArrayList<@Nullable Object>(Arrays.asList(keys));
    line.add(totals.calls());
    line.add(totals.inputTokens());
    line.add(totals.outputTokens());
    line.add(totals.cacheReadTokens());
    line.add(totals.cacheWriteTokens());
    line.add(totals.cost());
    line.add(totals.costAtMost());
    return line.toArray();
  }
}
