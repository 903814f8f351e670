package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Prints what models cost today. */
@Command(description = "Prints what models cost today, in US dollars for a million tokens.")
final class PriceListCommand implements Callable<Integer> {
  private static final String ROW = "%-34s %10s %10s %10s %10s %10s %10s";

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  PriceListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    JsonNode shown = client.get(server.organizationPath(client) + "/prices");
    if (json) {
      console.sayJson(shown);
    } else {
      print(shown);
    }
    return 0;
  }

  private void print(JsonNode shown) {
    console.say("Prices of version " + shown.path("price_version").asString());
    console.say(
        ROW.formatted("model", "context", "input", "write 5m", "write 1h", "read", "output"));
    for (JsonNode model : shown.path("models")) {
      if (!model.path("retired").asBoolean()) {
        model.path("prices").forEach(line -> row(model, line));
      }
    }
  }

  private void row(JsonNode model, JsonNode line) {
    console.say(
        ROW.formatted(
            model.path("id").asString() + suffix(line),
            model.path("context_window").asLong(),
            line.path("input").asString(),
            line.path("cache_write_5m").asString(),
            line.path("cache_write_1h").asString(),
            line.path("cache_read").asString(),
            line.path("output").asString()));
  }

  /** What sets a line apart from the model's ordinary prices. */
  private static String suffix(JsonNode line) {
    String speed = line.path("speed").asString();
    String tier = line.path("tier").asString();
    long over = line.path("over_prompt_tokens").asLong();
    return (speed.equals("standard") ? "" : " " + speed)
        + (tier.equals("standard") ? "" : " " + tier)
        + (over == 0 ? "" : " >" + over);
  }
}
