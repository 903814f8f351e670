package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.RefusedCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls that were not made, and why; newest first. */
public final class RefusedCallResource {
  private static final int PAGE = 100;

  private final RefusedCalls refused;

  public RefusedCallResource(RefusedCalls refused) {
    this.refused = refused;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(
            "/v2/organizations/{organization}/refused-calls",
            guard.administrator(Scope.READ_USAGE, this::list)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    var found =
        refused.list(
            who.organizationId(),
            request.query("build").orElse(null),
            request.query("before").orElse(null),
            PAGE);
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("items", found.stream().map(RefusedCallResource::shape).toList());
    shape.put("before", found.size() == PAGE ? found.getLast().id() : null);
    return Reply.ok(shape);
  }

  /** As an explanation takes it. */
  private static @Nullable Object asked(RefusedCalls.Entry entry) {
    if (entry.asked() == null) {
      return null;
    }
    var asked = JsonMapper.shared().createObjectNode();
    asked.put("provider", entry.provider());
    asked.put("model", entry.model());
    asked.put("max_tokens", entry.maxTokens());
    asked.put("stream", entry.streamed());
    asked.setAll((ObjectNode) JsonMapper.shared().readTree(entry.asked()));
    return asked;
  }

  private static Map<String, @Nullable Object> shape(RefusedCalls.Entry entry) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", entry.id());
    shape.put("pipeline", entry.pipelineSlug());
    shape.put("build_id", entry.buildId());
    shape.put("build_number", entry.buildNumber());
    shape.put("job_id", entry.jobId());
    shape.put("branch", entry.branch());
    shape.put("branch_class", entry.branchClass());
    shape.put("source", entry.source());
    shape.put("creator_id", entry.creatorId());
    shape.put("provider", entry.provider());
    shape.put("model", entry.model());
    shape.put("max_tokens", entry.maxTokens());
    shape.put("streamed", entry.streamed());
    shape.put("asked", asked(entry));
    shape.put("enforced", entry.enforced());
    shape.put("error_code", entry.code());
    shape.put("rule", entry.rule());
    shape.put("policy_version", entry.policyVersion());
    shape.put("allowance_id", entry.allowanceId());
    shape.put("message", entry.sentence());
    shape.put("times", entry.times());
    shape.put("refused_at", Times.iso(entry.refusedAt()));
    return shape;
  }
}
