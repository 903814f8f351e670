package dev.bridle.rest;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.auth.Scope;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.CallRow;
import dev.bridle.ledger.UsageQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Single model calls as the ledger has them, oldest first, each with its corrections after it. */
public final class ModelCallResource {
  private static final int MOST = 1000;

  private final UsageQueries queries;

  public ModelCallResource(UsageQueries queries) {
    this.queries = queries;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.get(
            "/v2/organizations/{organization}/model-calls",
            guard.administrator(Scope.READ_USAGE, this::list)));
  }

  private Reply list(Principal.ApiToken who, Request request) {
    int perPage = perPage(request);
    var rows =
        queries.calls(
            who.organizationId(),
            request.query("build").orElse(null),
            request.query("job").orElse(null),
            request.query("after").orElse(null),
            perPage);
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("items", rows.stream().map(ModelCallResource::shape).toList());
    shape.put("after", rows.size() == perPage ? rows.getLast().id() : null);
    return Reply.ok(shape);
  }

  private static int perPage(Request request) {
    String text = request.query("per_page").orElse("100");
    if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > MOST) {
      throw HttpError.badRequest("per_page must be a number from 1 to " + MOST + ".");
    }
    return Integer.parseInt(text);
  }

  static Map<String, @Nullable Object> shape(CallRow row) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("id", row.id());
    shape.put("corrects", row.corrects());
    shape.put("retries", row.retries());
    shape.put("pipeline", row.pipelineSlug());
    shape.put("build_id", row.buildId());
    shape.put("build_number", row.buildNumber());
    shape.put("step_key", row.stepKey());
    shape.put("job_id", row.jobId());
    shape.put("agent_id", row.agentId());
    shape.put("branch", row.branch());
    shape.put("commit", row.commit());
    shape.put("source", row.source());
    shape.put("creator_id", row.creatorId());
    shape.put("provider", row.provider());
    shape.put("method", row.method());
    shape.put("model_asked", row.modelAsked());
    shape.put("model_sent", row.modelSent());
    shape.put("model_answered", row.modelAnswered());
    shape.put("streamed", row.streamed());
    shape.put("input_tokens", row.inputTokens());
    shape.put("output_tokens", row.outputTokens());
    shape.put("cache_read_input_tokens", row.cacheReadTokens());
    shape.put("cache_creation_input_tokens", row.cacheWrite5mTokens() + row.cacheWrite1hTokens());
    shape.put("cache_creation_1h_input_tokens", row.cacheWrite1hTokens());
    shape.put("web_search_requests", row.webSearches());
    shape.put("usage", verbatim(row.usageVerbatim()));
    shape.put("cost_usd", row.cost().toString());
    shape.put("cost_at_most_usd", row.costAtMost() == null ? null : row.costAtMost().toString());
    shape.put("price_version", row.priceVersion());
    shape.put("outcome", row.outcome());
    shape.put("certainty", row.certainty());
    shape.put("status", row.status());
    shape.put("provider_request_id", row.providerRequestId());
    shape.put("client_session_id", row.client().session());
    shape.put("client_agent_id", row.client().agent());
    shape.put("client_parent_agent_id", row.client().parentAgent());
    shape.put("client_retries", row.client().retries());
    shape.put("opened_at", Times.iso(row.openedAt()));
    shape.put("first_byte_at", Times.iso(row.firstByteAt()));
    shape.put("settled_at", Times.iso(row.settledAt()));
    return shape;
  }

  private static @Nullable Object verbatim(@Nullable String usage) {
    return usage == null ? null : JsonMapper.shared().readTree(usage);
  }
}
