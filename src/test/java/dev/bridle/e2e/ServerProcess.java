package dev.bridle.e2e;

import static org.awaitility.Awaitility.await;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in a process of its own, which can be stopped, killed and started again. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("Bridle listens on (http://\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder = Engine.temporaryFolder();
  private final Map<String, String> flags;
  private final Map<String, String> variables;
  private Process process;
  private String url = "";

  private ServerProcess(
      Optional<Integer> largestFile, Map<String, String> flags, Map<String, String> variables) {
    this.flags = flags;
    this.variables = variables;
    this.process = run(largestFile, "127.0.0.1:0");
  }

  /** With settings as flags without their hyphens, and as variables. */
  public static ServerProcess start(Map<String, String> flags, Map<String, String> variables) {
    return new ServerProcess(Optional.empty(), flags, variables);
  }

  private Process run(Optional<Integer> largestFile, String listen) {
    var arguments = new ArrayList<>(List.of("serve", "--data", data().toString()));
    arguments.addAll(List.of("--listen", listen));
    flags.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
    long before = output().length();
    process = Bridled.start(largestFile, variables, log(), arguments);
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .failFast("the server has ended", () -> !process.isAlive())
          .until(() -> address((int) before).isPresent());
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw new IllegalStateException("The server did not start; it said: " + output(), e);
    }
    url = address((int) before).orElseThrow();
    return process;
  }

  private Optional<String> address(int from) {
    var matcher = ADDRESS.matcher(output().substring(from));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  public Path data() {
    return folder.resolve("data");
  }

  Path log() {
    return folder.resolve("server.log");
  }

  /** Everything that the server has printed so far. */
  public String output() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return url;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Calls as(String token) {
    return new Calls(url, "Bearer " + token);
  }

  /** Makes the organization {@code acme} by the real command. */
  public JsonNode setUp() {
    var output = folder.resolve("setup.json");
    var command =
        Bridled.start(
            Map.of(),
            output,
            "admin",
            "setup",
            "--data",
            data().toString(),
            "--organization",
            "acme",
            "--email",
            "ana@example.com",
            "--json");
    try {
      if (ending(command) != 0) {
        throw new IllegalStateException("setup failed: " + Files.readString(output));
      }
      return JsonMapper.shared().readTree(Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a power cut would, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    ending(process);
  }

  /** Asks it to end, and returns at once. */
  void terminate() {
    process.destroy();
  }

  /** The exit status, once it has ended. */
  int awaitEnd() {
    return ending(process);
  }

  /** Starts it again on the same data and the same port. */
  void startAgain() {
    startAgain(Optional.empty());
  }

  /** Starts it again, where no file can become larger than so many kilobytes. */
  void startAgain(Optional<Integer> largestFile) {
    process = run(largestFile, url.substring("http://".length()));
  }

  private static int ending(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("a process did not end within " + PATIENCE);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
