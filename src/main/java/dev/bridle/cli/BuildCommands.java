package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The commands that start, show and end builds. */
final class BuildCommands {
  private BuildCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group("Builds of a pipeline.", "create", new Create(console))
        .addSubcommand("show", new Show(console))
        .addSubcommand("log", new Log(console))
        .addSubcommand("cancel", new Cancel(console));
  }

  /** What all of them share. */
  abstract static class OfPipeline implements Callable<Integer> {
    @Mixin ServerOptions server = new ServerOptions();

    @Option(
        names = "--pipeline",
        required = true,
        paramLabel = "SLUG",
        description = "The pipeline's slug.")
    String pipeline = "";

    final Console console;

    OfPipeline(Console console) {
      this.console = console;
    }

    String builds(ApiClient client) throws ApiFailure {
      return server.organizationPath(client) + "/pipelines" + ApiClient.path(pipeline) + "/builds";
    }
  }

  /** What those share that are about one build. */
  abstract static class OfBuild extends OfPipeline {
    @Option(
        names = "--number",
        required = true,
        paramLabel = "NUMBER",
        description = "The build's number.")
    int number;

    OfBuild(Console console) {
      super(console);
    }

    String build(ApiClient client) throws ApiFailure {
      return builds(client) + "/" + number;
    }
  }

  /** Starts a build. */
  @Command(description = "Starts a build.")
  static final class Create extends OfPipeline {
    private static final Duration PATIENCE = Duration.ofHours(24);

    @Option(names = "--branch", paramLabel = "BRANCH", description = "Default: the pipeline's.")
    private @Nullable String branch;

    @Option(names = "--commit", paramLabel = "COMMIT", description = "Default: HEAD.")
    private @Nullable String commit;

    @Option(names = "--message", paramLabel = "TEXT", description = "What the build is about.")
    private @Nullable String message;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable of the build.")
    private Map<String, String> env = new LinkedHashMap<>();

    @Option(names = "--wait", description = "Wait for the end; the status is 1 unless it passed.")
    private boolean wait;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Create(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure, InterruptedException {
      var client = server.client(console);
      Map<String, Object> wanted = new HashMap<>();
      wanted.put("commit", commit == null ? "HEAD" : commit);
      wanted.put("env", env);
      if (branch != null) {
        wanted.put("branch", branch);
      }
      if (message != null) {
        wanted.put("message", message);
      }
      JsonNode build = client.post(builds(client), wanted);
      if (!json) {
        console.say("Build " + build.path("number").asInt() + ": " + build.path("url").asString());
      }
      if (wait) {
        build = awaited(client, build);
      }
      if (json) {
        console.sayJson(build);
      }
      return !wait || build.path("state").asString().equals("passed") ? 0 : 1;
    }

    private JsonNode awaited(ApiClient client, JsonNode build)
        throws ApiFailure, InterruptedException {
      String path = builds(client) + "/" + build.path("number").asInt();
      return new AwaitedBuild(client, path)
          .await(
              PATIENCE,
              state -> {
                if (!json) {
                  console.say("  " + state);
                }
              });
    }
  }

  /** Shows a build. */
  @Command(description = "Prints a build with its jobs and what it used of models, as JSON.")
  static final class Show extends OfBuild {
    Show(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      console.sayIndented(client.get(build(client)));
      return 0;
    }
  }

  /** Prints the logs of a build's jobs. */
  @Command(description = "Prints the log of a build's jobs, or of one of them.")
  static final class Log extends OfBuild {
    @Option(names = "--job", paramLabel = "ID", description = "Only this job.")
    private @Nullable String job;

    @Option(names = "--raw", description = "With the codes for colours and times.")
    private boolean raw;

    Log(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      String build = build(client);
      if (job != null) {
        print(client, build, job);
        return 0;
      }
      for (JsonNode each : client.get(build).path("jobs")) {
        if (each.path("type").asString().equals("script")) {
          print(client, build, each.path("id").asString());
        }
      }
      return 0;
    }

    private void print(ApiClient client, String build, String id) throws ApiFailure {
      String text = client.text(build + "/jobs" + ApiClient.path(id) + "/log", "text/plain");
      console.out().print(raw ? text : PlainLog.of(text));
      console.out().flush();
    }
  }

  /** Ends a build. */
  @Command(description = "Cancels a build.")
  static final class Cancel extends OfBuild {
    Cancel(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      JsonNode build = client.put(build(client) + "/cancel", Map.of());
      console.say("Build " + number + " is " + build.path("state").asString() + ".");
      return 0;
    }
  }
}
