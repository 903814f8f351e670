package dev.bridle.cli;

import dev.bridle.config.BadSetting;
import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Makes a token and prints its value, this one time. */
@Command(description = "Makes a token and prints its value, this one time.")
final class TokenCreateCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private TokenPlace place = new TokenPlace();

  @Option(
      names = "--email",
      paramLabel = "ADDRESS",
      description = "Member an API token is for; without it, the caller.")
  private @Nullable String email;

  @Option(
      names = "--scopes",
      split = ",",
      paramLabel = "SCOPE",
      description = "Scopes of an API token, with commas between them, such as read_builds.")
  private List<String> scopes = List.of();

  @Option(names = "--description", paramLabel = "TEXT", description = "What the token is for.")
  private String description = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  TokenCreateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    if (!place.isAgent() && scopes.isEmpty()) {
      throw new BadSetting(
          "--scopes is needed for an API token, with one or more of " + scopesToGive(client));
    }
    var body = new HashMap<String, Object>();
    body.put("description", description);
    if (!place.isAgent()) {
      body.put("scopes", scopes);
      if (email != null) {
        body.put("email", email);
      }
    }
    var made = client.post(place.path(client, server.organizationPath(client)), body);
    if (json) {
      console.sayJson(made);
    } else {
      console.say(made.path("token").asString());
    }
    return 0;
  }

  /** A token can hand out what it may do itself, and nothing else. */
  private static String scopesToGive(ApiClient client) throws ApiFailure {
    return client
        .get("/v2/access-token")
        .path("scopes")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.joining(", "));
  }
}
