package dev.bridle.cli;

import dev.bridle.config.BadSetting;
import dev.bridle.runner.Runner;
import dev.bridle.runner.RunnerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the built-in agent until it is told to stop. */
@Command(
    description =
        "Runs the small built-in agent; production uses buildkite-agent. The agent token comes from BRIDLE_AGENT_TOKEN or from the file that BRIDLE_AGENT_TOKEN_FILE names.")
final class RunnerCommand implements Callable<Integer> {
  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = "Address of the agent API, such as http://127.0.0.1:8080/v3.")
  private String endpoint = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name; by default the server's choice.")
  private String name = "";

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "KEY=VALUE",
      description = "Tags, with commas between them, such as queue=default.")
  private List<String> tags = List.of();

  @Option(names = "--spawn", paramLabel = "N", description = "How many agents. Default: 1.")
  private int spawn = 1;

  @Option(
      names = "--build-path",
      paramLabel = "DIR",
      description = "Where work folders of jobs are made; by default a folder for temporary files.")
  private @Nullable Path buildPath;

  @Option(
      names = "--stop-seconds",
      paramLabel = "N",
      description = "When stopped, seconds that running jobs get to end. Default: 30.")
  private int stopSeconds = 30;

  private final Console console;
  private final AtomicBoolean over = new AtomicBoolean();

  RunnerCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spawn < 1) {
      throw new BadSetting("--spawn must be at least 1");
    }
    var runner = Runner.start(settings(), InstantSource.system());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runner), "stop"));
    console.say("The runner works for " + endpoint);
    runner.await();
    if (!over.compareAndSet(false, true)) {
      return 0;
    }
    console.complain("The runner has left the server.");
    return 1;
  }

  private RunnerSettings settings() {
    var token =
        console
            .secret("BRIDLE_AGENT_TOKEN")
            .orElseThrow(() ->
                new BadSetting(
                    "An agent token is needed in BRIDLE_AGENT_TOKEN or in the file that BRIDLE_AGENT_TOKEN_FILE names"));
    Path path =
        buildPath != null
            ? buildPath
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "bridle-jobs-" + ProcessHandle.current().pid());
    return new RunnerSettings(endpoint, token, name, tags, path.toAbsolutePath(), spawn);
  }

  /** Runs when the process is asked to end, and ends it as a success; also runs at every exit. */
  private void stop(Runner runner) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    runner.close(Duration.ofSeconds(stopSeconds));
    console.out().flush();
    Runtime.getRuntime().halt(0);
  }
}
