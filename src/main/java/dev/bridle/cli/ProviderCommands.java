package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.HashMap;
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

/** The commands that connect model providers. */
final class ProviderCommands {
  private ProviderCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group("Connections to model providers.", "connect", new Connect(console))
        .addSubcommand("show", new Show(console))
        .addSubcommand("enable", new Switch(console, true))
        .addSubcommand("disable", new Switch(console, false))
        .addSubcommand("disconnect", new Disconnect(console))
        .addSubcommand("keys", new ProviderKeyCommands.Show(console))
        .addSubcommand("add-key", new ProviderKeyCommands.Add(console))
        .addSubcommand("remove-key", new ProviderKeyCommands.Remove(console));
  }

  /** What all of them share. */
  abstract static class Provider implements Callable<Integer> {
    @Mixin ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "PROVIDER", description = "The provider: anthropic or openai.")
    String provider = "";

    @Option(
        names = "--fallback",
        description = "Of its fallback, which calls take that the connection can't serve.")
    boolean fallback;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    final Console console;

    Provider(Console console) {
      this.console = console;
    }

    String path(ApiClient client) throws ApiFailure {
      String first =
          server.organizationPath(client) + "/model-providers" + ApiClient.path(provider);
      return fallback ? first + "/fallback" : first;
    }

    String spoken() {
      return fallback ? "The fallback of " + provider : provider;
    }

    int tell(JsonNode connection) {
      if (json) {
        console.sayJson(connection);
        return 0;
      }
      String method = connection.path("method").asString();
      String key = connection.path("key_last4").asString("");
      console.say(
          "%s is connected (%s%s), %s%s."
              .formatted(
                  spoken(),
                  method,
                  key.isEmpty() ? "" : ", key ends in " + key,
                  connection.path("enabled").asBoolean() ? "enabled" : "disabled",
                  connection.path("verified").asBoolean() ? "" : ", not verified yet"));
      return 0;
    }
  }

  /** Connects a provider, or changes its connection. */
  @Command(
      description =
          "Connects a provider or changes its connection. The key of the method byo comes from BRIDLE_PROVIDER_TOKEN or from the file that BRIDLE_PROVIDER_TOKEN_FILE names.")
  static final class Connect extends Provider {
    @Option(
        names = "--method",
        required = true,
        paramLabel = "METHOD",
        description = "hosted, byo or sandbox.")
    private String method = "";

    @Option(
        names = "--base-url",
        paramLabel = "URL",
        description = "Another endpoint of the same format, without /v1 (byo only).")
    private @Nullable String baseUrl;

    @Option(
        names = "--auth",
        paramLabel = "FORM",
        description =
            "How the key is sent, x-api-key or bearer, if not as the provider's own clients do (byo only).")
    private @Nullable String auth;

    @Option(
        names = "--model",
        paramLabel = "ASKED=SENT",
        description =
            "Which model the fallback is asked for in the place of another; can be given more than once.")
    private Map<String, String> models = new LinkedHashMap<>();

    Connect(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      Map<String, Object> change = new HashMap<>();
      change.put("method", method);
      if (baseUrl != null) {
        change.put("base_url", baseUrl);
      }
      if (auth != null) {
        change.put("auth", auth);
      }
      if (!models.isEmpty()) {
        change.put("models", models);
      }
      console
          .secret("BRIDLE_PROVIDER_TOKEN")
          .filter(_ -> method.equals("byo"))
          .ifPresent(token -> change.put("token", token.reveal()));
      return tell(client.put(path(client), change));
    }
  }

  /** Shows a connection. */
  @Command(description = "Shows a connection, without its key.")
  static final class Show extends Provider {
    Show(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      return tell(client.get(path(client)));
    }
  }

  /** Switches a connection on or off. */
  @Command(description = "Switches a connection on or off; it takes effect on the next call.")
  static final class Switch extends Provider {
    private final boolean on;

    Switch(Console console, boolean on) {
      super(console);
      this.on = on;
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      // A connection must be there: switching on is not connecting.
      client.get(path(client));
      return tell(client.put(path(client), Map.of("enabled", on)));
    }
  }

  /** Removes a connection. */
  @Command(description = "Disconnects a provider and forgets its key.")
  static final class Disconnect extends Provider {
    Disconnect(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      client.delete(path(client));
      console.say(spoken() + " is disconnected.");
      return 0;
    }
  }
}
