package dev.bridle.bench.target;

import dev.bridle.bench.upstream.Asking;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes of a new server what an organization at work has: everything that judges a call. */
final class BridleSetup {
  private static final String ORGANIZATION = "/v2/organizations/acme";
  private static final String PIPELINE = "bench";
  private static final long PLENTY = 1_000_000_000_000L;
  private static final String PLENTY_USD = "1000000";

  private final HttpClient http;
  private final String url;
  private final String agentToken;
  private final Rest rest;

  /**
   * Begins with what the command {@code admin setup} has printed.
   *
   * @param tokens its JSON
   */
  BridleSetup(HttpClient http, String url, JsonNode tokens) {
    this.http = http;
    this.url = url;
    this.agentToken = tokens.path("agent_token").asString();
    this.rest = new Rest(http, url, "Bearer " + tokens.path("api_token").asString());
  }

  /** All of it; returns the job whose token makes the calls. */
  RunningJob run() throws IOException, InterruptedException {
    rest.put(ORGANIZATION + "/model-providers/anthropic", Map.of("method", "hosted"));
    rest.put(ORGANIZATION + "/ai-policy", policy());
    rest.post(ORGANIZATION + "/pipelines", pipeline());
    var build =
        rest.post(
            ORGANIZATION + "/pipelines/" + PIPELINE + "/builds",
            Map.of("branch", "main", "commit", "HEAD", "message", "A benchmark"));
    var job = BenchAgent.register(http, url, agentToken, "bench").take();
    raiseStandard();
    addMoney("pipeline", PIPELINE, "month");
    addMoney("build", build.path("id").asString(), "lifetime");
    addMoney("job", job.id(), "lifetime");
    return job;
  }

  private static Map<String, ?> policy() {
    return Map.of(
        "version",
        0,
        "rules",
        List.of(
            Map.of("id", "fork-builds", "effect", "deny", "build_fork", true),
            Map.of(
                "id",
                "costs",
                "effect",
                "limit",
                "max_tokens",
                32_000,
                "fields",
                Map.of("mcp_servers", false, "container", false),
                "denied_betas",
                List.of("fast-mode-*")),
            Map.of(
                "id", "nightly",
                "effect", "allow",
                "if", "build.source == 'schedule' && build.branch == pipeline.default_branch"),
            Map.of(
                "id",
                "everyone",
                "effect",
                "allow",
                "models",
                List.of(Asking.MODEL, "claude-haiku-*"))));
  }

  private static Map<String, ?> pipeline() {
    return Map.of(
        "name", PIPELINE,
        "repository", "",
        "configuration", "steps:\n  - command: \"true\"\n");
  }

  /** A new connection's own limits stay in force, with so much room that no call is refused. */
  private void raiseStandard() throws IOException, InterruptedException {
    JsonNode allowances = rest.get(ORGANIZATION + "/allowances");
    for (JsonNode allowance : allowances) {
      boolean money = allowance.path("unit").asString().equals("usd");
      rest.put(
          ORGANIZATION + "/allowances/" + allowance.path("id").asString(),
          Map.of("amount", money ? PLENTY_USD : PLENTY));
    }
  }

  private void addMoney(String scope, String target, String window)
      throws IOException, InterruptedException {
    rest.post(
        ORGANIZATION + "/allowances",
        Map.of(
            "scope", scope,
            "target", target,
            "unit", "usd",
            "window", window,
            "amount", PLENTY_USD,
            "mode", "hard"));
  }

  /** Calls in the ledger, whatever their state. */
  Recorded recorded() throws IOException, InterruptedException {
    JsonNode totals = rest.get(ORGANIZATION + "/usage?product=hosted_models").path("totals");
    return new Recorded(
        totals.path("calls").asLong(),
        totals.path("input_tokens").asLong(),
        totals.path("output_tokens").asLong(),
        new BigDecimal(totals.path("cost_usd").asString("0")),
        new BigDecimal(totals.path("cost_at_most_usd").asString("0")));
  }

  /** What the ledger says of all calls together. */
  record Recorded(
      long calls,
      long inputTokens,
      long outputTokens,
      BigDecimal costUsd,
      BigDecimal costAtMostUsd) {}
}
