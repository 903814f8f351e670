package dev.bridle.web.build;

import dev.bridle.allowance.BuildLimits;
import dev.bridle.allowance.JobStandings;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.CallRow;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.web.Filters;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import dev.bridle.web.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a build's jobs did with models: calls, tokens, cost, refusals, and what is left. */
public final class AiPage {
  /** What one job has used. */
  public record JobUse(JobRow job, Totals totals) {}

  /** A call that was made, and by which job. */
  public record Call(JobRow job, CallRow row) {}

  /** A call that was not made, and by which job. */
  public record Refused(JobRow job, RefusedCalls.Entry entry) {}

  /**
   * What the page shows.
   *
   * @param moreQueues which queues' allowances are not among the budgets; empty when all are
   * @param first where the first calls are; empty when these are they
   * @param next where later calls are; empty when these are the last
   */
  public record View(
      List<Crumb> crumbs,
      BuildHead head,
      Totals totals,
      List<JobUse> jobs,
      Pager jobPages,
      List<Refused> refused,
      RefusedPart refusedPart,
      List<Budget> budgets,
      String moreQueues,
      List<JobBudget> jobBudgets,
      List<Call> calls,
      String first,
      String next) {
    public boolean isUnused() {
      return totals.calls() == 0 && refusedPart.total() == 0 && calls.isEmpty();
    }
  }

  private static final int CALLS = 50;
  private static final int JOBS = 50;
  private static final int JOBS_OF_BUDGET = 5;

  private final Site site;
  private final Found found;
  private final Heads heads;
  private final Steps steps;
  private final UsageQueries usage;
  private final RefusedCalls refused;
  private final BuildLimits limits;
  private final JobStandings standings;

  AiPage(
      Site site,
      Found found,
      Heads heads,
      Steps steps,
      UsageQueries usage,
      RefusedCalls refused,
      BuildLimits limits,
      JobStandings standings) {
    this.site = site;
    this.found = found;
    this.heads = heads;
    this.steps = steps;
    this.usage = usage;
    this.refused = refused;
    this.limits = limits;
    this.standings = standings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/{organization}/{pipeline}/builds/{number}/ai", site.door().member(this::show)));
  }

  private Reply show(Visitor who, Request request) {
    var place = found.build(who, request);
    var head = heads.of(who, place);
    var jobs = steps.of(place, head.now()).rows();
    Map<String, JobRow> rows =
        jobs.stream().collect(Collectors.toMap(JobRow::id, Function.identity()));
    String build = place.build().id();
    var at = places(request);
    String path = place.address().ai();
    var uses = uses(place, jobs);
    var jobPages = Pager.of(request, "jobs", uses.size(), JOBS, path, at);
    var calls = usage.calls(who.organizationId(), build, null, at.get("after"), CALLS + 1);
    var shown = calls.subList(0, Math.min(CALLS, calls.size()));
    var told = RefusedPart.of(refused, who.organizationId(), build, at.get("refused"), path, at);
    var left = limits.ofBuild(who.organizationId(), build);
    var view =
        new View(
            Crumb.to(who, place.pipeline()),
            head,
            usage.ofBuild(build),
            uses.stream().skip(jobPages.skip()).limit(JOBS).toList(),
            jobPages,
            told.entries().stream()
                .filter(entry -> rows.containsKey(entry.jobId()))
                .map(entry -> new Refused(Objects.requireNonNull(rows.get(entry.jobId())), entry))
                .toList(),
            told,
            left.entries().stream()
                .map(entry -> Budget.of(entry.limit().standing(), entry.of()))
                .toList(),
            moreQueues(left.moreQueues()),
            jobBudgets(who, place, jobs),
            shown.stream()
                .filter(row -> rows.containsKey(row.jobId()))
                .map(row -> new Call(Objects.requireNonNull(rows.get(row.jobId())), row))
                .toList(),
            at.containsKey("after") ? with(path, at, "after", "") : "",
            calls.size() > CALLS ? with(path, at, "after", shown.getLast().id()) : "");
    return site.pages()
        .page(
            who,
            Frame.Head.of("AI · " + head.title() + " · " + place.pipeline().name(), Place.PIPELINES)
                .with("build.js", "waiting.js"),
            "build/ai.jte",
            view);
  }

  private static String moreQueues(int more) {
    return switch (more) {
      case 0 -> "";
      case 1 -> "This build has jobs in 1 more queue. What is for that queue alone is not listed.";
      default ->
          "This build has jobs in %s more queues. What is for those queues alone is not listed."
              .formatted(Words.number(more));
    };
  }

  /** Where in each of the lists the page is: going on in one leaves the others where they are. */
  private static Map<String, String> places(Request request) {
    var places = new HashMap<String, String>();
    for (String list : List.of("after", "refused")) {
      request
          .query(list)
          .filter(id -> id.matches("[0-9a-f-]{36}"))
          .ifPresent(id -> places.put(list, id));
    }
    request
        .query("jobs")
        .filter(page -> page.matches("[1-9]\\d{0,5}"))
        .ifPresent(page -> places.put("jobs", page));
    return places;
  }

  private static String with(String path, Map<String, String> at, String list, String place) {
    var other = new HashMap<>(at);
    other.put(list, place);
    return Filters.address(path, other);
  }

  private List<JobUse> uses(Found.Place place, List<JobRow> jobs) {
    var used = usage.ofJobs(place.build().id());
    return jobs.stream()
        .filter(job -> used.containsKey(job.id()))
        .map(job -> new JobUse(job, Objects.requireNonNull(used.get(job.id()))))
        .toList();
  }

  /** What jobs have for themselves; of a thousand of them those that used most. */
  private List<JobBudget> jobBudgets(Visitor who, Found.Place place, List<JobRow> jobs) {
    Map<String, JobRow> calling =
        jobs.stream()
            .filter(job -> !job.isWait())
            .collect(Collectors.toMap(JobRow::id, Function.identity()));
    return standings.ofBuild(who.organizationId(), place.build().id(), JOBS_OF_BUDGET).stream()
        .map(entry -> JobBudget.of(entry, calling))
        .toList();
  }
}
