package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The founding example as a build: connected, created, awaited and told. */
final class TryRun {
  private static final String PIPELINE = "founding-example";

  private final Console console;
  private final ApiClient client;
  private final String organization = "/v2/organizations/" + TryTokens.ORGANIZATION;

  TryRun(Console console, String url, TryTokens tokens) {
    this.console = console;
    this.client = new ApiClient(url, "Bearer " + tokens.apiToken().reveal(), ServerOptions.PRODUCT);
  }

  /** False when the job didn't get its answer. */
  boolean run() throws ApiFailure, IOException, InterruptedException {
    String method = connect();
    console.say(
        "Bridle runs at " + client.address() + ", its provider anthropic is " + method + ".");
    createPipeline();
    JsonNode build =
        client.post(
            organization + "/pipelines/" + PIPELINE + "/builds",
            Map.of("message", "Trying Bridle", "branch", "main", "commit", "HEAD"));
    console.say("Build " + build.path("number").asInt() + " of " + PIPELINE + " is under way ...");
    JsonNode finished =
        new AwaitedBuild(client, path(build)).await(TryCommand.PATIENCE, state -> {});
    String log = log(finished);
    var answer = answer(log);
    if (!finished.path("state").asString().equals("passed") || answer.isEmpty()) {
      console.say(log);
      console.complain("The job did not get an answer; its log is above.");
      return false;
    }
    tell(finished, answer.get(), method);
    return true;
  }

  private String connect() throws ApiFailure {
    var key = console.secret("ANTHROPIC_API_KEY");
    Map<String, Object> change = new HashMap<>();
    change.put("method", key.isPresent() ? "byo" : "sandbox");
    key.ifPresent(secret -> change.put("token", secret.reveal()));
    client.put(organization + "/model-providers/anthropic", change);
    return key.isPresent() ? "the real one, with your own key" : "the sandbox (no key, no network)";
  }

  private void createPipeline() throws ApiFailure, IOException {
    if (client.call("GET", organization + "/pipelines/" + PIPELINE).ok()) {
      return;
    }
    try (InputStream yaml = TryRun.class.getResourceAsStream("/try/founding-example.yml")) {
      client.post(
          organization + "/pipelines",
          Map.of(
              "name",
              "Founding example",
              "slug",
              PIPELINE,
              "repository",
              "",
              "configuration",
              new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  private String path(JsonNode build) {
    return organization + "/pipelines/" + PIPELINE + "/builds/" + build.path("number").asInt();
  }

  private String log(JsonNode build) throws ApiFailure {
    String job = build.at("/jobs/0/id").asString();
    String raw = client.text(path(build) + "/jobs/" + job + "/log", "text/plain");
    return PlainLog.of(raw);
  }

  /** The last line of the log that is a model's answer. */
  private static Optional<JsonNode> answer(String log) {
    return log.lines()
        .map(line -> line.indexOf('{') < 0 ? "" : line.substring(line.indexOf('{')))
        .flatMap(line -> parsed(line).stream())
        .filter(json -> json.path("type").asString("").equals("message"))
        .reduce((_, later) -> later);
  }

  private static Optional<JsonNode> parsed(String line) {
    try {
      return Optional.of(JsonMapper.shared().readTree(line));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private void tell(JsonNode build, JsonNode answer, String method) {
    JsonNode ai = build.path("ai");
    console.say("");
    console.say("Answer   " + answer.at("/content/0/text").asString());
    console.say("Model    " + answer.path("model").asString() + ", asked for as claude-3-5-sonnet");
    console.say(
        "Tokens   %d in, %d out, of %d call"
            .formatted(
                ai.path("input_tokens").asLong(),
                ai.path("output_tokens").asLong(),
                ai.path("calls").asLong()));
    boolean sandbox = method.startsWith("the sandbox");
    console.say(
        "Cost     $" + ai.path("cost_usd").asString() + (sandbox ? " (the sandbox is free)" : ""));
    console.say("Build    " + build.path("url").asString());
  }
}
