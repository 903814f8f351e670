package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Prints the calls that were refused, and why. */
@Command(description = "Prints the newest calls that were refused, and why.")
final class RefusedCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--build", paramLabel = "ID", description = "Only those of this build.")
  private @Nullable String build;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  RefusedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    String which = build == null ? "" : "?build=" + build;
    JsonNode refused = client.get(server.organizationPath(client) + "/refused-calls" + which);
    if (json) {
      console.sayJson(refused);
      return 0;
    }
    for (JsonNode one : refused.path("items")) {
      console.say(
          "%s  %s/%d  %s  %s%s: %s"
              .formatted(
                  one.path("refused_at").asString(),
                  one.path("pipeline").asString(),
                  one.path("build_number").asLong(),
                  one.path("model").asString(),
                  one.path("enforced").asBoolean() ? "" : "report only, ",
                  one.path("error_code").asString(),
                  one.path("message").asString()));
    }
    return 0;
  }
}
