package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands that have prompts and answers kept for a while, and show them. */
final class CaptureCommands {
  private CaptureCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group(
            "Prompts and answers, kept encrypted for a while.", "show", new Show(console))
        .addSubcommand("on", new On(console))
        .addSubcommand("off", new Off(console))
        .addSubcommand("read", new Read(console));
  }

  /** What all of them share. */
  abstract static class Capture implements Callable<Integer> {
    @Mixin ServerOptions server = new ServerOptions();

    final Console console;

    Capture(Console console) {
      this.console = console;
    }

    String path(ApiClient client) throws ApiFailure {
      return server.organizationPath(client) + "/capture";
    }

    void tell(JsonNode order) {
      String pipeline = order.path("pipeline").asString("");
      console.say(
          order.path("enabled").asBoolean()
              ? "Capture is on%s; what is captured is kept for %d hours."
                  .formatted(
                      pipeline.isEmpty() ? "" : " for the pipeline " + pipeline,
                      order.path("retention_hours").asLong())
              : "Capture is off.");
    }
  }

  /** Shows whether capture is on. */
  @Command(description = "Shows whether prompts and answers are captured, and for how long.")
  static final class Show extends Capture {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Show(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      JsonNode order = client.get(path(client));
      if (json) {
        console.sayJson(order);
      } else {
        tell(order);
      }
      return 0;
    }
  }

  /** Turns capture on. */
  @Command(description = "Captures prompts and answers from the next call on, or changes how.")
  static final class On extends Capture {
    @Option(
        names = "--hours",
        required = true,
        paramLabel = "N",
        description = "How long each is kept: 1 to 720.")
    private long hours;

    @Option(
        names = "--pipeline",
        paramLabel = "SLUG",
        description = "Only calls of this pipeline; without it, those of all.")
    private @Nullable String pipeline;

    On(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      var order = new LinkedHashMap<String, @Nullable Object>();
      order.put("retention_hours", hours);
      order.put("pipeline", pipeline);
      tell(client.put(path(client), order));
      return 0;
    }
  }

  /** Turns capture off. */
  @Command(description = "Captures no more, and deletes everything that was captured.")
  static final class Off extends Capture {
    Off(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      client.delete(path(client));
      console.say("Capture is off, and what was captured is deleted.");
      return 0;
    }
  }

  /** Reads a captured call. */
  @Command(
      description = {
        "Prints what was captured of a call, as JSON.",
        "The audit trail will say who has read it."
      })
  static final class Read extends Capture {
    @Parameters(paramLabel = "ID", description = "The call, as the ledger names it.")
    private String id = "";

    Read(Console console) {
      super(console);
    }

    /** As JSON, which no terminal takes for commands of its own. */
    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      String calls = server.organizationPath(client) + "/model-calls";
      console.sayIndented(client.get(calls + ApiClient.path(id) + "/capture"));
      return 0;
    }
  }
}
