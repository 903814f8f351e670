package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Two jobs: the founding example, which gets its answer, and one that spends its budget. */
final class TryRun {
  private final Console console;
  private final ApiClient client;
  private final String organization = "/v2/organizations/" + TryTokens.ORGANIZATION;
  private String page = "/";

  TryRun(Console console, String url, TryTokens tokens) {
    this.console = console;
    this.client = new ApiClient(url, "Bearer " + tokens.apiToken().reveal(), ServerOptions.PRODUCT);
  }

  /** False when a job didn't get what it should. */
  boolean run() throws ApiFailure, IOException, InterruptedException {
    boolean sandbox = connect();
    // Both at once: one is on its way to the runner while the other runs.
    var example = start("founding-example", "Founding example");
    var budget = start("budget-example", "Budget example");
    allowOneRequest(budget);
    page = example.page();
    if (!asks(example, sandbox)) {
      return false;
    }
    if (!spends(budget)) {
      page = budget.page();
      return false;
    }
    return true;
  }

  /** The path of the page to look at: that of the build that went wrong, else of the first. */
  String page() {
    return page;
  }

  private TryBuild start(String slug, String name) throws ApiFailure, IOException {
    var build = TryBuild.start(client, organization, slug, name);
    int number = build.json().path("number").asInt();
    console.say("Build " + number + " of " + slug + " is under way ...");
    return build;
  }

  private void allowOneRequest(TryBuild build) throws ApiFailure {
    client.post(
        organization + "/allowances",
        Map.of(
            "scope", "build",
            "target", build.json().path("id").asString(),
            "unit", "requests",
            "window", "lifetime",
            "amount", "1"));
  }

  /** Connects the provider; false for the real one. */
  private boolean connect() throws ApiFailure {
    var key = console.secret("ANTHROPIC_API_KEY");
    Map<String, Object> change = new HashMap<>();
    change.put("method", key.isPresent() ? "byo" : "sandbox");
    key.ifPresent(secret -> change.put("token", secret.reveal()));
    client.put(organization + "/model-providers/anthropic", change);
    console.say(
        "Bridle runs at "
            + client.address()
            + ", its provider anthropic is "
            + (key.isPresent()
                ? "the real one, with your own key."
                : "the sandbox (no key, no network)."));
    return key.isEmpty();
  }

  private boolean asks(TryBuild build, boolean sandbox) throws ApiFailure, InterruptedException {
    boolean passed = build.passes();
    String log = build.log();
    var answer = TryBuild.last(log, "message");
    if (!passed || answer.isEmpty()) {
      return failed(build, log, "The job did not get an answer; its log is above.");
    }
    tell(build.json(), answer.get(), sandbox);
    return true;
  }

  private void tell(JsonNode build, JsonNode answer, boolean sandbox) {
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
    console.say(
        "Cost     $" + ai.path("cost_usd").asString() + (sandbox ? " (the sandbox is free)" : ""));
    console.say("Build    " + build.path("web_url").asString());
  }

  private boolean failed(TryBuild build, String log, String what) {
    console.say("");
    console.say(log.isEmpty() ? "(The job wrote nothing.)" : log);
    console.complain(what);
    console.say("State    " + build.json().path("state").asString());
    console.say("Build    " + build.json().path("web_url").asString());
    return false;
  }

  /** The second job may ask once, asks twice, and reads why it is refused. */
  private boolean spends(TryBuild build) throws ApiFailure, InterruptedException {
    boolean passed = build.passes();
    String log = build.log();
    var answer = TryBuild.last(log, "message");
    var refusal = TryBuild.last(log, "error");
    if (!passed || answer.isEmpty() || refusal.isEmpty()) {
      return failed(
          build, log, "The second job was not answered once and refused once; its log is above.");
    }
    console.say("");
    console.say("Answer   " + answer.get().at("/content/0/text").asString());
    console.say("Refused  " + refusal.get().at("/error/message").asString());
    console.say("Build    " + build.json().path("web_url").asString());
    return true;
  }
}
