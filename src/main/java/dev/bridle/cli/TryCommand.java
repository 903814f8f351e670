package dev.bridle.cli;

import dev.bridle.Bridle;
import dev.bridle.BridleSettings;
import dev.bridle.http.ApiFailure;
import dev.bridle.runner.Runner;
import dev.bridle.runner.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process: a server, a runner and the founding example as a real job. */
@Command(
    description = {
      "Starts a server and a runner, runs a job that asks a model, and shows its answer.",
      "With ANTHROPIC_API_KEY set the real provider is asked, else the sandbox. Needs bash and curl."
    })
final class TryCommand implements Callable<Integer> {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(names = "--once", description = "End after the job instead of going on serving.")
  private boolean once;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for the data. Default: ./data/try.")
  private Path data = Path.of("data", "try");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen. Default: a free port of this machine.")
  private String listen = "127.0.0.1:0";

  private final Console console;

  TryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    requireProgram("bash");
    requireProgram("curl");
    var clock = InstantSource.system();
    try (var bridle = Bridle.start(settings(), clock)) {
      var tokens = TryTokens.of(data, bridle);
      try (var _ = runner(bridle, tokens, clock)) {
        var run = new TryRun(console, bridle.url(), tokens);
        boolean worked = run.run();
        if (once) {
          return worked ? 0 : 1;
        }
        serveOn(bridle, run.page(), worked);
      }
    }
    return 0;
  }

  private BridleSettings settings() {
    var flags = new HashMap<String, String>();
    flags.put(BridleSettings.DATA.key(), data.toString());
    flags.put(BridleSettings.LISTEN.key(), listen);
    flags.put(BridleSettings.DRAIN.key(), "1");
    return BridleSettings.read(flags, Map.of());
  }

  private Runner runner(Bridle bridle, TryTokens tokens, InstantSource clock) throws IOException {
    Path work = Files.createTempDirectory("bridle-try");
    return Runner.start(
        new RunnerSettings(
            bridle.url() + "/v3", tokens.agentToken(), "try-runner", List.of(), work, 1),
        clock);
  }

  private void requireProgram(String name) throws ApiFailure {
    boolean found =
        console.variable("PATH").stream()
            .flatMap(path -> List.of(path.split(java.io.File.pathSeparator, -1)).stream())
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found) {
      throw new ApiFailure(0, "The job needs " + name + ", which is not on the PATH.");
    }
  }

  private void serveOn(Bridle bridle, String page, boolean worked)
      throws ApiFailure, InterruptedException {
    console.say("");
    console.say(
        "To look at the "
            + (worked ? "first build" : "build that went wrong")
            + " in a browser (this link signs you in once, within half an hour):");
    console.say("");
    console.say("Sign in  " + signInLink(bridle, page));
    console.say("");
    console.say("Bridle goes on serving at " + bridle.url() + "; end it with Ctrl-C.");
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endWith(bridle, stopped), "stop"));
    stopped.await();
  }

  private String signInLink(Bridle bridle, String page) throws ApiFailure {
    return OperatorClient.of(bridle.url(), data)
        .post("/v2/sign-in-links", Map.of("email", TryTokens.EMAIL, "to", page))
        .path("url")
        .asString();
  }

  private static void endWith(Bridle bridle, CountDownLatch stopped) {
    bridle.close();
    stopped.countDown();
    Runtime.getRuntime().halt(0);
  }
}
