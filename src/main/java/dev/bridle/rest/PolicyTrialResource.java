package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.CompiledPolicy;
import dev.bridle.policy.Policies;
import dev.bridle.policy.PolicyDocument;
import dev.bridle.policy.PolicyTrial;
import dev.bridle.policy.PolicyTrialReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a policy would have refused of the calls of the last days: for administrators. */
public final class PolicyTrialResource {
  private static final Set<String> KEYS = Set.of("policy", "version", "days");

  private final Policies policies;
  private final PolicyTrial trial;
  private final DryRuns dryRuns;

  public PolicyTrialResource(Policies policies, PolicyTrial trial, DryRuns dryRuns) {
    this.policies = policies;
    this.trial = trial;
    this.dryRuns = dryRuns;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.post(
            "/v2/organizations/{organization}/ai-policy/dry-run",
            guard.administrator(Scope.READ_AI_POLICY, this::run)));
  }

  private Reply run(Principal.ApiToken who, Request request) {
    JsonNode body = request.json();
    for (String name : body.propertyNames()) {
      if (!KEYS.contains(name)) {
        throw HttpError.unprocessable("There is no field '" + name + "' here.");
      }
    }
    var time = DryRuns.time(body);
    var policy = AiPolicyResource.checked(() -> policy(who, body));
    var report = dryRuns.run(() -> trial.run(who.organizationId(), policy, time));
    return Reply.ok(shape(who, report));
  }

  /** A document that is not stored, an earlier version, or the policy in force. */
  private CompiledPolicy policy(Principal.ApiToken who, JsonNode body) {
    if (body.has("policy") && body.has("version")) {
      throw HttpError.unprocessable("Give either `policy` or `version`, not both.");
    }
    if (body.has("policy")) {
      return PolicyDocument.of(body.path("policy")).compiled(0);
    }
    if (!body.has("version")) {
      return policies.find(who.organizationId()).join();
    }
    JsonNode version = body.path("version");
    if (!version.isIntegralNumber() || !version.canConvertToLong()) {
      throw HttpError.unprocessable("version must be a whole number.");
    }
    return PolicyVersionResource.version(policies, who, version.longValue())
        .document()
        .compiled(version.longValue());
  }

  private Map<String, @Nullable Object> shape(Principal.ApiToken who, PolicyTrialReport report) {
    var shape = DryRuns.begin(report.from(), report.to(), report.complete());
    shape.put("judged", report.judged());
    shape.put("refused", report.refused());
    shape.put("by_rule", report.rules().stream().map(PolicyTrialResource::ofRule).toList());
    shape.put("samples", report.samples().stream().map(one -> sample(who, one)).toList());
    shape.put("samples_of", report.sampled());
    shape.put("refused_before", report.refusedBefore());
    shape.put("allowed_now", report.allowedNow());
    shape.put("not_judged", DryRuns.notJudged(report.notJudged()));
    return shape;
  }

  private static Map<String, Object> ofRule(PolicyTrialReport.OfRule rule) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("rule", rule.rule());
    shape.put("refused", rule.refused());
    shape.put("reported", rule.reported());
    shape.put("message", rule.sentence());
    return shape;
  }

  private Map<String, @Nullable Object> sample(
      Principal.ApiToken who, PolicyTrialReport.Sample sample) {
    var ask = sample.ask();
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("call_id", ask.id());
    shape.put("job_id", ask.jobId());
    shape.put("build", dryRuns.build(who, ask.pipelineSlug(), ask.buildNumber()));
    shape.put("model", ask.model());
    shape.put("called_at", Times.iso(Instant.ofEpochMilli(ask.askedMs())));
    shape.put("rule", sample.denied().rule());
    shape.put("message", sample.denied().sentence());
    shape.put("calls", sample.times());
    return shape;
  }
}
