package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a token at once. */
@Command(description = "Ends a token at once.")
final class TokenRevokeCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private TokenPlace place = new TokenPlace();

  @Parameters(paramLabel = "ID", description = "Id of the token, as `token list` shows it.")
  private String id = "";

  private final Console console;

  TokenRevokeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    client.delete(place.path(client, server.organizationPath(client)) + ApiClient.path(id));
    console.say("Revoked " + id + ".");
    return 0;
  }
}
