package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Corrects what past calls cost, by the organization's prices of now. */
@Command(
    description =
        "Brings past calls to the prices of now: what each costs more or less becomes a row of its own.")
final class LedgerRepriceCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "Calls opened from then on: a UTC day, or a moment like 2026-11-23T20:15:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      description = "Calls opened before then.")
  private String to = "";

  @Option(names = "--dry-run", description = "Only say what would be corrected.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  LedgerRepriceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    JsonNode report =
        client.post(
            server.organizationPath(client) + "/ledger/reprice",
            Map.of("from", from, "to", to, "dry_run", dryRun));
    if (json) {
      console.sayJson(report);
    } else {
      print(report);
    }
    return 0;
  }

  private void print(JsonNode report) {
    console.say(
        "%d calls looked at, %d %s, %d skipped."
            .formatted(
                report.path("calls").asLong(),
                report.path("corrected").asLong(),
                dryRun ? "to correct" : "corrected",
                report.path("skipped").asLong()));
    console.say(
        "By the prices %s the difference is %s USD."
            .formatted(
                report.path("price_version").asString(), report.path("difference_usd").asString()));
  }
}
