package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that show, change and try the policy. */
final class PolicyCommands {
  private PolicyCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group("Who may call which models.", "show", new Show(console))
        .addSubcommand("set", new Store(console))
        .addSubcommand("explain", new PolicyExplainCommand(console));
  }

  static String path(ServerOptions server, ApiClient client) throws ApiFailure {
    return server.organizationPath(client) + "/ai-policy";
  }

  /** Shows the policy. */
  @Command(description = "Shows the policy that is in force, or an older version of it.")
  static final class Show implements Callable<Integer> {
    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--version", paramLabel = "N", description = "An older version.")
    private @Nullable Long version;

    @Option(names = "--json", description = "Print JSON; it can be edited and set again.")
    private boolean json;

    private final Console console;

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      String which = version == null ? "" : "?version=" + version;
      JsonNode policy = client.get(path(server, client) + which);
      if (json) {
        console.sayIndented(document(policy));
      } else {
        print(policy);
      }
      return 0;
    }

    /** Without what the server adds, so that it can be sent back. */
    private static Map<String, JsonNode> document(JsonNode policy) {
      var document = new LinkedHashMap<String, JsonNode>();
      document.put("version", policy.path("version"));
      document.put("rules", policy.path("rules"));
      return document;
    }

    private void print(JsonNode policy) {
      String by = policy.path("created_by").asString("");
      console.say(
          "Version %d%s"
              .formatted(
                  policy.path("version").asLong(),
                  policy.path("created_at").isNull()
                      ? ", built in"
                      : " of "
                          + policy.path("created_at").asString()
                          + (by.isEmpty() ? "" : " by " + by)));
      for (JsonNode rule : policy.path("rules")) {
        console.say(
            "%-6s %-30s %s%s"
                .formatted(
                    rule.path("effect").asString(),
                    rule.path("id").asString(),
                    rule.path("report_only").asBoolean(false) ? "(only reports) " : "",
                    rule.path("description").asString(""))
                .stripTrailing());
      }
    }
  }

  /** Stores a new version. */
  @Command(
      description = "Stores a new version of the policy; it is in force from the next call on.")
  static final class Store implements Callable<Integer> {
    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
        names = "--file",
        required = true,
        paramLabel = "FILE",
        description = "A JSON document with rules.")
    private Path file = Path.of("");

    @Option(
        names = "--version",
        paramLabel = "N",
        description =
            "The version that it replaces. Default: the one in the file, or the newest one.")
    private @Nullable Long version;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Console console;

    Store(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      String path = path(server, client);
      JsonNode document = read();
      var body = new LinkedHashMap<String, Object>();
      for (String name : document.propertyNames()) {
        body.put(name, document.path(name));
      }
      if (version != null) {
        body.put("version", version);
      } else if (!body.containsKey("version")) {
        body.put("version", client.get(path).path("version"));
      }
      JsonNode stored = client.put(path, body);
      if (json) {
        console.sayJson(stored);
      } else {
        console.say("Version " + stored.path("version").asLong() + " of the policy is in force.");
      }
      return 0;
    }

    private JsonNode read() throws ApiFailure {
      try {
        JsonNode document = JsonMapper.shared().readTree(Files.readAllBytes(file));
        if (document.isObject()) {
          return document;
        }
      } catch (JacksonException e) {
        throw new ApiFailure(0, file + " is not valid JSON.");
      } catch (IOException e) {
        throw new ApiFailure(0, file + " can't be read.");
      }
      throw new ApiFailure(0, file + " must hold a JSON object.");
    }
  }
}
