package dev.bridle.cli;

import dev.bridle.http.ApiFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Makes a pipeline. */
@Command(
    description = "Makes a pipeline from a file of steps, or for a repository that holds them.")
final class PipelineCreateCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "YAML with its steps; without it the repository's own steps are uploaded.")
  private @Nullable Path file;

  @Option(names = "--repository", paramLabel = "URL", description = "Its Git repository.")
  private String repository = "";

  @Option(names = "--branch", paramLabel = "BRANCH", description = "Default: main.")
  private String branch = "main";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  PipelineCreateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var client = server.client(console);
    Map<String, Object> wanted = new HashMap<>();
    wanted.put("name", name);
    wanted.put("repository", repository);
    wanted.put("default_branch", branch);
    if (file != null) {
      wanted.put("configuration", text(file));
    }
    JsonNode made = client.post(server.organizationPath(client) + "/pipelines", wanted);
    if (json) {
      console.sayJson(made);
    } else {
      console.say("Pipeline " + made.path("slug").asString() + " is made.");
    }
    return 0;
  }

  private static String text(Path file) throws ApiFailure {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ApiFailure(0, file + " can't be read.");
    }
  }
}
