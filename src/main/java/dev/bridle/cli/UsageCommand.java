package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Prints what the organization's jobs used of models. */
@Command(description = "Prints what jobs used of models, over whole UTC days.")
final class UsageCommand implements Callable<Integer> {
  private static final String ROW = "%-40s %8s %12s %12s %12s %12s %14s";

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "First day, like 2026-11-01. Default: 30 days back.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "Day after the last. Default: tomorrow.")
  private @Nullable String to;

  @Option(
      names = "--group-by",
      paramLabel = "WHAT",
      description = {
        "hour, day, month, pipeline, model, branch, creator, provider, method, connection,",
        "status, build or job; of many the hundred largest. Default: day."
      })
  private String groupBy = "day";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  UsageCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    String query =
        "?product=hosted_models&group_by="
            + groupBy
            + parameter("from", from)
            + parameter("to", to);
    JsonNode report = client.get(server.organizationPath(client) + "/usage" + query);
    if (json) {
      console.sayJson(report);
    } else {
      print(report);
    }
    return 0;
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null
        ? ""
        : "&"
            + name
            + "="
            + java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
  }

  private void print(JsonNode report) {
    console.say(
        "Usage from %s until before %s (UTC)"
            .formatted(report.path("from").asString(), report.path("to").asString()));
    console.say(
        ROW.formatted(groupBy, "calls", "input", "output", "cache read", "cache write", "USD"));
    for (JsonNode group : report.path("groups")) {
      row(group.path("key").asString(), group);
    }
    if (report.path("more").asBoolean()) {
      row("(others)", report.path("others"));
    }
    row("total", report.path("totals"));
  }

  private void row(String key, JsonNode sums) {
    console.say(
        ROW.formatted(
            key,
            sums.path("calls").asLong(),
            sums.path("input_tokens").asLong(),
            sums.path("output_tokens").asLong(),
            sums.path("cache_read_input_tokens").asLong(),
            sums.path("cache_creation_input_tokens").asLong(),
            sums.path("cost_usd").asString()));
  }
}
