package dev.bridle.rest;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.BuildLimits;
import dev.bridle.allowance.JobStandings;
import dev.bridle.allowance.Limit;
import dev.bridle.allowance.Standing;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.build.Job;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.RefusedCalls;
import dev.bridle.ledger.UsageQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a build's jobs did with models: calls, tokens, cost, refusals, and what is left. */
public final class BuildAiResource {
  private static final String PATH =
      "/v2/organizations/{organization}/pipelines/{pipeline}/builds/{number}/ai";

  /** The newest stand with everything else; all of them are a list of their own. */
  private static final int NEWEST_REFUSALS = 100;

  /** Of an allowance for each job those that used most of it. */
  private static final int JOBS_OF_LIMIT = 50;

  private final FoundBuilds found;
  private final UsageQueries usage;
  private final RefusedCalls refused;
  private final BuildLimits limits;
  private final JobStandings standings;
  private final Shapes shapes;

  public BuildAiResource(
      FoundBuilds found,
      UsageQueries usage,
      RefusedCalls refused,
      BuildLimits limits,
      JobStandings standings,
      Shapes shapes) {
    this.found = found;
    this.usage = usage;
    this.refused = refused;
    this.limits = limits;
    this.standings = standings;
    this.shapes = shapes;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(PATH, guard.member(dev.bridle.auth.Scope.READ_BUILDS, this::show)),
        Route.get(
            PATH + "/refusals",
            guard.member(dev.bridle.auth.Scope.READ_BUILDS, this::listRefusals)));
  }

  private Reply show(Principal.ApiToken who, Request request) {
    var build = found.build(who, request).build();
    var all = found.builds().jobs(build);
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("totals", UsageShapes.totals(usage.ofBuild(build.id())));
    shape.put("jobs", ofJobs(build.id(), all));
    shape.put(
        "refusals",
        refused.list(who.organizationId(), build.id(), null, NEWEST_REFUSALS).stream()
            .map(BuildAiResource::refusal)
            .toList());
    shape.put("refusals_count", refused.count(who.organizationId(), build.id(), null));
    shape.put("refusals_url", shapes.origin() + request.path() + "/refusals");
    var left = limits.ofBuild(who.organizationId(), build.id());
    shape.put("limits", limits(left, who.organizationId(), build.id()));
    shape.put("limits_more_queues", left.moreQueues());
    return Reply.ok(shape);
  }

  private Reply listRefusals(Principal.ApiToken who, Request request) {
    String build = found.build(who, request).build().id();
    var cursor = Cursor.of(request);
    String before = cursor.before();
    var part =
        before == null
            ? refused.list(who.organizationId(), build, cursor.after(), cursor.size() + 1)
            : refused.listNewer(who.organizationId(), build, before, cursor.size() + 1);
    return cursor.reply(
        part, RefusedCalls.Entry::id, BuildAiResource::refusal, shapes.origin(), request);
  }

  /** Of the jobs that called, in their order. */
  private List<Map<String, @Nullable Object>> ofJobs(String buildId, List<Job> all) {
    var used = usage.ofJobs(buildId);
    return all.stream()
        .filter(job -> used.containsKey(job.id()))
        .map(job -> {
          var shape = new LinkedHashMap<String, @Nullable Object>();
          shape.put("job_id", job.id());
          shape.put("step_key", job.stepKey());
          shape.put("label", JobShapes.label(job));
          shape.put("retries_count", job.attempt());
          shape.putAll(UsageShapes.totals(java.util.Objects.requireNonNull(used.get(job.id()))));
          return (Map<String, @Nullable Object>) shape;
        })
        .toList();
  }

  private static Map<String, @Nullable Object> refusal(RefusedCalls.Entry entry) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", entry.id());
    shape.put("job_id", entry.jobId());
    shape.put("provider", entry.provider());
    shape.put("model", entry.model());
    shape.put("enforced", entry.enforced());
    shape.put("error_code", entry.code());
    shape.put("rule", entry.rule());
    shape.put("allowance_id", entry.allowanceId());
    shape.put("message", entry.sentence());
    shape.put("times", entry.times());
    shape.put("refused_at", Times.iso(entry.refusedAt()));
    return shape;
  }

  /** What the build's jobs are charged to together, then what single jobs have for themselves. */
  private List<Map<String, @Nullable Object>> limits(
      BuildLimits.OfBuild left, String organizationId, String buildId) {
    return Stream.concat(
            left.entries().stream().map(entry -> limit(entry.limit())),
            standings.ofBuild(organizationId, buildId, JOBS_OF_LIMIT).stream()
                .flatMap(entry -> entry.most().stream())
                .map(BuildAiResource::limitOfJob))
        .toList();
  }

  private static Map<String, @Nullable Object> limitOfJob(Standing standing) {
    var shape = AllowanceShapes.standing(standing);
    shape.put("id", standing.allowance().id());
    shape.put("job_id", standing.targetId());
    return shape;
  }

  private static Map<String, @Nullable Object> limit(Limit limit) {
    Allowance allowance = limit.standing().allowance();
    var shape = AllowanceShapes.standing(limit.standing());
    shape.put("id", allowance.id());
    shape.put("waiting", limit.waiting());
    return shape;
  }
}
