package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands that stop calls at once, and let them go again. */
final class KillSwitchCommands {
  private KillSwitchCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group("Orders that stop model calls.", "list", new Show(console))
        .addSubcommand("create", new Create(console))
        .addSubcommand("end", new End(console));
  }

  /** What all of them share. */
  abstract static class Switches implements Callable<Integer> {
    @Mixin ServerOptions server = new ServerOptions();

    final Console console;

    Switches(Console console) {
      this.console = console;
    }

    String path(ApiClient client) throws ApiFailure {
      return server.organizationPath(client) + "/kill-switches";
    }
  }

  private static String told(JsonNode one) {
    String target = one.path("target").asString("");
    String end = one.path("ended_at").asString(one.path("ends_at").asString(""));
    return "%s  %s%s%s: %s"
        .formatted(
            one.path("id").asString(),
            one.path("level").asString(),
            target.isEmpty() ? "" : " " + target,
            end.isEmpty() ? "" : ", until " + end,
            one.path("reason").asString());
  }

  /** Lists the switches. */
  @Command(description = "Lists the kill switches that are in force.")
  static final class Show extends Switches {
    @Option(names = "--ended", description = "Those that are over, too.")
    private boolean ended;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Show(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      JsonNode all = client.get(path(client) + (ended ? "?ended=true" : ""));
      if (json) {
        console.sayJson(all);
        return 0;
      }
      if (all.isEmpty()) {
        console.say("No kill switch is in force.");
      }
      all.forEach(one -> console.say(told(one)));
      return 0;
    }
  }

  /** Stops calls. */
  @Command(description = "Stops model calls at once, running ones too.")
  static final class Create extends Switches {
    @Option(
        names = "--level",
        required = true,
        paramLabel = "LEVEL",
        description = "organization, pipeline, provider, model or job.")
    private String level = "";

    @Option(
        names = "--target",
        paramLabel = "WHICH",
        description = "A slug or id, or a pattern of models; nothing for the whole organization.")
    private @Nullable String target;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; whoever reads a job's log will see it.")
    private String reason = "";

    @Option(
        names = "--ends-at",
        paramLabel = "TIME",
        description = "When it ends by itself, like 2026-11-23T20:15:00Z.")
    private @Nullable String endsAt;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Create(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      Map<String, Object> order = new LinkedHashMap<>(Map.of("level", level, "reason", reason));
      if (target != null) {
        order.put("target", target);
      }
      if (endsAt != null) {
        order.put("ends_at", endsAt);
      }
      JsonNode created = client.post(path(client), order);
      if (json) {
        console.sayJson(created);
      } else {
        console.say("Stopped: " + told(created));
      }
      return 0;
    }
  }

  /** Ends a switch. */
  @Command(description = "Ends a kill switch.")
  static final class End extends Switches {
    @Parameters(paramLabel = "ID", description = "The kill switch, as `list` shows it.")
    private String id = "";

    End(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      client.delete(path(client) + ApiClient.path(id));
      console.say("The kill switch " + id + " is over.");
      return 0;
    }
  }
}
