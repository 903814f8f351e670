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
    revoke(client, place.path(client, server.organizationPath(client)));
    console.say("Revoked " + id + ".");
    return 0;
  }

  private void revoke(ApiClient client, String tokens) throws ApiFailure {
    try {
      client.delete(tokens + ApiClient.path(id));
    } catch (ApiFailure e) {
      throw e.status() == 404 ? new ApiFailure(404, unknown()) : e;
    }
  }

  private String unknown() {
    return place.isAgent()
        ? "There is no agent token with the id "
            + id
            + " in this cluster; without --kind agent an API token is revoked."
        : "There is no API token with the id " + id + "; --kind agent revokes an agent token.";
  }
}
