package dev.bridle.rest;

import dev.bridle.allowance.Allowance;
import dev.bridle.allowance.AllowanceTrial;
import dev.bridle.allowance.AllowanceTrialReport;
import dev.bridle.allowance.Allowances;
import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an allowance would have refused of the calls of the last days: for administrators. */
public final class AllowanceTrialResource {
  private static final String ALL = "/v2/organizations/{organization}/allowances";

  private final Allowances allowances;
  private final AllowanceTrial trial;
  private final DryRuns dryRuns;

  public AllowanceTrialResource(Allowances allowances, AllowanceTrial trial, DryRuns dryRuns) {
    this.allowances = allowances;
    this.trial = trial;
    this.dryRuns = dryRuns;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post(ALL + "/dry-run", guard.administrator(Scope.READ_ALLOWANCES, this::runOfNew)),
        Route.post(
            ALL + "/{id}/dry-run", guard.administrator(Scope.READ_ALLOWANCES, this::runOfChange)));
  }

  private Reply runOfNew(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    AllowanceBody.requireOnly(body, withDays(AllowanceBody.FIELDS));
    var time = DryRuns.time(body);
    return AllowanceBody.valid(() -> {
      var terms = AllowanceBody.terms(body);
      return Reply.ok(shape(who, dryRuns.run(() -> trial.run(who.organizationId(), terms, time))));
    });
  }

  private Reply runOfChange(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    AllowanceBody.requireOnly(body, withDays(AllowanceBody.CHANGEABLE));
    var time = DryRuns.time(body);
    String id = request.parameter("id");
    return AllowanceBody.valid(() -> {
      var unit =
          allowances
              .find(who.organizationId(), id)
              .map(Allowance::unit)
              .orElseThrow(HttpError::notFound);
      var change = AllowanceBody.change(body, unit);
      return dryRuns
          .run(() -> trial.run(who.organizationId(), id, change, time))
          .map(report -> Reply.ok(shape(who, report)))
          .orElseThrow(HttpError::notFound);
    });
  }

  private static Set<String> withDays(Set<String> fields) {
    var all = new HashSet<>(fields);
    all.add("days");
    return all;
  }

  private Map<String, @Nullable Object> shape(Principal.ApiToken who, AllowanceTrialReport report) {
    var shape = DryRuns.begin(report.from(), report.to(), report.complete());
    shape.put("judged", report.judged());
    shape.put("refused", report.refused());
    shape.put("would_wait", report.waiting());
    shape.put("without_price", report.unpriced());
    shape.put("targets", report.targets());
    shape.put("samples", report.samples().stream().map(s -> sample(who, report, s)).toList());
    var notJudged = new LinkedHashMap<String, Long>();
    notJudged.put("The call is still under way.", report.open());
    notJudged.put(
        "An allowance refused it then: what it would have used is not known.",
        report.refusedBefore());
    notJudged.values().removeIf(calls -> calls == 0);
    shape.put("not_judged", DryRuns.notJudged(notJudged));
    return shape;
  }

  private Map<String, @Nullable Object> sample(
      Principal.ApiToken who, AllowanceTrialReport report, AllowanceTrialReport.Sample sample) {
    var call = sample.call();
    var unit = report.allowance().unit();
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("call_id", call.call().id());
    shape.put("job_id", call.call().jobId());
    shape.put("build", dryRuns.build(who, call.pipelineSlug(), call.buildNumber()));
    shape.put("model", call.call().model());
    shape.put("called_at", Times.iso(Instant.ofEpochMilli(call.call().openedMs())));
    shape.put("target_id", sample.targetId());
    shape.put("settled", unit.text(sample.settled()));
    shape.put("needed", unit.text(sample.needed()));
    shape.put("calls", sample.times());
    return shape;
  }
}
