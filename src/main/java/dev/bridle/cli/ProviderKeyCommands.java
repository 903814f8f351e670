package dev.bridle.cli;

import dev.bridle.config.BadSetting;
import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands for the keys of a connection. */
final class ProviderKeyCommands {
  private static final String VARIABLE = "BRIDLE_PROVIDER_TOKEN";

  private ProviderKeyCommands() {}

  private static String line(JsonNode key) {
    String state = key.path("state").asString();
    return "%s  %-4s  %s%s%s"
        .formatted(
            key.path("id").asString(),
            key.path("last4").asString(""),
            state,
            state.equals("resting") ? " until " + key.path("resting_until").asString() : "",
            key.path("verified").asBoolean() ? "" : ", not verified yet");
  }

  /** Lists the keys. */
  @Command(description = "Lists the keys of a connection: the last four characters of each.")
  static final class Show extends ProviderCommands.Provider {
    Show(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      var keys = client.get(path(client) + "/keys");
      if (json) {
        console.sayJson(keys);
        return 0;
      }
      keys.forEach(key -> console.say(line(key)));
      return 0;
    }
  }

  /** Adds a key. */
  @Command(
      description =
          "Adds one more key to a connection with the method byo: builds are spread over all of them. It comes from BRIDLE_PROVIDER_TOKEN or from the file that BRIDLE_PROVIDER_TOKEN_FILE names.")
  static final class Add extends ProviderCommands.Provider {
    Add(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      var token =
          console
              .secret(VARIABLE)
              .orElseThrow(() -> new BadSetting("Set the key in " + VARIABLE + "."));
      var added = client.post(path(client) + "/keys", Map.of("token", token.reveal()));
      if (json) {
        console.sayJson(added);
      } else {
        console.say(line(added));
      }
      return 0;
    }
  }

  /** Removes a key. */
  @Command(description = "Removes a key from a connection; calls that are under way go on.")
  static final class Remove extends ProviderCommands.Provider {
    @Parameters(index = "1", paramLabel = "ID", description = "The key's id, as keys shows it.")
    private String id = "";

    Remove(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      client.delete(path(client) + "/keys" + ApiClient.path(id));
      console.say("The key is removed from " + spoken() + ".");
      return 0;
    }
  }
}
