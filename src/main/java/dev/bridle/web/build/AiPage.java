package dev.bridle.web.build;

import dev.bridle.allowance.Admissions;
import dev.bridle.allowance.Limit;
import dev.bridle.allowance.Scope;
import dev.bridle.auth.JobTokens;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.CallRow;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.Totals;
import dev.bridle.ledger.UsageQueries;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
   * @param earlier where earlier refusals are; empty when these are the first
   * @param next where later calls are; empty when these are the last
   */
  public record View(
      List<Crumb> crumbs,
      BuildHead head,
      Totals totals,
      List<JobUse> jobs,
      Pager jobPages,
      List<Refused> refused,
      String earlier,
      List<Budget> budgets,
      List<Call> calls,
      String next) {
    public boolean isUnused() {
      return totals.calls() == 0 && refused.isEmpty() && calls.isEmpty();
    }
  }

  private static final int CALLS = 50;
  private static final int JOBS = 50;
  private static final int REFUSALS = 100;

  private final Site site;
  private final Found found;
  private final Heads heads;
  private final Steps steps;
  private final UsageQueries usage;
  private final RefusedCalls refused;
  private final Admissions admissions;
  private final JobTokens tokens;

  AiPage(
      Site site,
      Found found,
      Heads heads,
      Steps steps,
      UsageQueries usage,
      RefusedCalls refused,
      Admissions admissions,
      JobTokens tokens) {
    this.site = site;
    this.found = found;
    this.heads = heads;
    this.steps = steps;
    this.usage = usage;
    this.refused = refused;
    this.admissions = admissions;
    this.tokens = tokens;
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
    String after = id(request, "after");
    var uses = uses(place, jobs);
    var jobPages = Pager.of(request, "jobs", uses.size(), JOBS, place.address().ai(), Map.of());
    var calls = usage.calls(who.organizationId(), place.build().id(), null, after, CALLS + 1);
    var shown = calls.subList(0, Math.min(CALLS, calls.size()));
    var refusals =
        refused.list(
            who.organizationId(), place.build().id(), id(request, "refused"), REFUSALS + 1);
    var told = refusals.subList(0, Math.min(REFUSALS, refusals.size()));
    var view =
        new View(
            Crumb.to(who, place.pipeline()),
            head,
            usage.ofBuild(place.build().id()),
            uses.stream().skip(jobPages.skip()).limit(JOBS).toList(),
            jobPages,
            told.stream()
                .filter(entry -> rows.containsKey(entry.jobId()))
                .map(entry -> new Refused(Objects.requireNonNull(rows.get(entry.jobId())), entry))
                .toList(),
            refusals.size() > REFUSALS
                ? place.address().ai() + "?refused=" + told.getLast().id()
                : "",
            budgets(jobs),
            shown.stream()
                .filter(row -> rows.containsKey(row.jobId()))
                .map(row -> new Call(Objects.requireNonNull(rows.get(row.jobId())), row))
                .toList(),
            calls.size() > CALLS ? place.address().ai() + "?after=" + shown.getLast().id() : "");
    return site.pages()
        .page(
            who,
            Frame.Head.of("AI · " + head.title() + " · " + place.pipeline().name(), Place.PIPELINES)
                .with("build.js"),
            "build/ai.jte",
            view);
  }

  private static @Nullable String id(Request request, String name) {
    return request.query(name).filter(id -> id.matches("[0-9a-f-]{36}")).orElse(null);
  }

  private List<JobUse> uses(Found.Place place, List<JobRow> jobs) {
    var used = usage.ofJobs(place.build().id());
    return jobs.stream()
        .filter(job -> used.containsKey(job.id()))
        .map(job -> new JobUse(job, Objects.requireNonNull(used.get(job.id()))))
        .toList();
  }

  /** What any job of the build is charged to; those of single jobs differ from job to job. */
  private List<Budget> budgets(List<JobRow> jobs) {
    return jobs.stream()
        .filter(job -> !job.isWait())
        .findFirst()
        .flatMap(job -> tokens.find(job.id()))
        .map(job ->
            admissions.limits(job).join().stream()
                .map(Limit::standing)
                .filter(standing -> standing.allowance().scope() != Scope.JOB)
                .map(Budget::of)
                .toList())
        .orElse(List.of());
  }
}
