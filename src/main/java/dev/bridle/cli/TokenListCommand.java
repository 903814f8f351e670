package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists the tokens in force. */
@Command(description = "Lists the tokens in force, without their values.")
final class TokenListCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private TokenPlace place = new TokenPlace();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  TokenListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    var tokens = client.get(place.path(client, server.organizationPath(client)) + "?per_page=100");
    if (json) {
      console.sayJson(tokens);
      return 0;
    }
    for (JsonNode token : tokens) {
      console.say(
          "%s  %s  %-30s  %s"
              .formatted(
                  token.path("uuid").asString(token.path("id").asString("")),
                  token.path("created_at").asString(),
                  token.at("/user/email").asString("agents"),
                  token.path("description").asString("")));
    }
    return 0;
  }
}
