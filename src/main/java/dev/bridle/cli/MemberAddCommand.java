package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds a person to the organization. */
@Command(description = "Adds a person to the organization.")
final class MemberAddCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "Whom to add.")
  private String email = "";

  @Option(names = "--name", paramLabel = "NAME", description = "The person's name.")
  private String name = "";

  @Option(names = "--role", paramLabel = "ROLE", description = "admin, or member (the default).")
  private String role = "member";

  @Mixin private PasswordOption password = new PasswordOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  MemberAddCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    var wanted = new HashMap<>(Map.of("email", email, "name", name, "role", role));
    password.read().ifPresent(secret -> wanted.put("password", secret.reveal()));
    var added = client.post(server.organizationPath(client) + "/members", wanted);
    if (json) {
      console.sayJson(added);
    } else {
      console.say("Added " + added.path("email").asString() + " as " + role + ".");
    }
    return 0;
  }
}
