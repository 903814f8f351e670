package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Recomputes what the ledger says; ends with 1 when something is different. */
@Command(
    description =
        "Recomputes the organization's costs and roll-ups from the rows of the ledger, and tells every difference.")
final class LedgerVerifyCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--rebuild", description = "Write the roll-ups anew where they are different.")
  private boolean rebuild;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  LedgerVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    JsonNode report =
        client.post(server.organizationPath(client) + "/ledger/verify", Map.of("rebuild", rebuild));
    if (json) {
      console.sayJson(report);
    } else {
      print(report);
    }
    return report.path("ok").asBoolean() ? 0 : 1;
  }

  private void print(JsonNode report) {
    for (JsonNode check : report.path("checks")) {
      console.say(
          "%s: %d checked, %d skipped, %d different"
              .formatted(
                  check.path("check").asString(),
                  check.path("checked").asLong(),
                  check.path("skipped").asLong(),
                  check.path("differences").asLong()));
    }
    for (JsonNode item : report.path("items")) {
      console.say(
          "  %s: %s expected, %s found"
              .formatted(
                  item.path("subject").asString(),
                  item.path("expected").asString(),
                  item.path("found").asString()));
    }
    console.say(report.path("ok").asBoolean() ? "The ledger is right." : wrong(report));
  }

  private static String wrong(JsonNode report) {
    return report.path("rebuilt").asBoolean()
        ? "The ledger was not right; the roll-ups are rebuilt."
        : "The ledger is not right.";
  }
}
