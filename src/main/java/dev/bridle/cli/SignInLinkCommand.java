package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets someone in who has forgotten their password; on the server's own machine while it runs. */
@Command(
    description = {
      "Prints a link that signs a person in once, such as when a password is forgotten.",
      "It is good for half an hour. Needs to read the data folder of the running server."
    })
final class SignInLinkCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--email",
      required = true,
      paramLabel = "ADDRESS",
      description = "The person's address.")
  private String email = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  SignInLinkCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = OperatorClient.of(server.address(console), server.data(console));
    var made = client.post("/v2/sign-in-links", Map.of("email", email));
    if (json) {
      console.sayJson(made);
    } else {
      console.say(made.path("url").asString());
    }
    return 0;
  }
}
