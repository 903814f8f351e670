package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import dev.bridle.organization.SetupSecret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Makes the organization of a new server, on the server's own machine while it runs. */
@Command(
    description =
        "Makes the organization of a new server with its administrator, default cluster and queue, and prints its tokens once.")
final class SetupCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--email",
      required = true,
      paramLabel = "ADDRESS",
      description = "The administrator's address.")
  private String email = "";

  @Option(names = "--name", paramLabel = "NAME", description = "The administrator's name.")
  private String name = "";

  @Mixin private PasswordOption password = new PasswordOption();

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  private final Console console;

  SetupCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    String organization =
        server
            .organization()
            .orElseThrow(() ->
                new dev.bridle.config.BadSetting(
                    "--organization SLUG is needed to set a server up"));
    String address = server.address(console);
    var client = new ApiClient(address, "Bearer " + secret(), ServerOptions.PRODUCT);
    var wanted = new HashMap<>(Map.of("organization", organization, "email", email, "name", name));
    password.read().ifPresent(secret -> wanted.put("password", secret.reveal()));
    print(client.post("/v2/setup", wanted));
    return 0;
  }

  private String secret() throws ApiFailure {
    Path file = SetupSecret.file(server.data(console));
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw new ApiFailure(409, "This server is already set up; nothing was changed.");
    } catch (AccessDeniedException e) {
      throw new ApiFailure(0, file + " may only be read by the user that the server runs as.");
    } catch (IOException e) {
      throw new ApiFailure(0, file + " can't be read.");
    }
  }

  private void print(JsonNode made) {
    if (json) {
      var tokens = new LinkedHashMap<String, Object>();
      for (String key : new String[] {"endpoint", "api_token", "agent_token"}) {
        tokens.put(key, made.path(key).asString());
      }
      console.sayJson(tokens);
      return;
    }
    console.say("The server is set up. These tokens are shown this one time:");
    console.say("");
    console.say("  endpoint for agents   " + made.path("endpoint").asString());
    console.say("  agent token           " + made.path("agent_token").asString());
    console.say("  your API token        " + made.path("api_token").asString());
  }
}
