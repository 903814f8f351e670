package dev.bridle.bench.target;

import dev.bridle.bench.upstream.Answers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Bridle as users start it, with everything switched on. */
public final class BridleServer implements Target {
  private static final String READY = "Bridle listens on ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path jar;
  private final Path folder;
  private final int upstream;
  private final List<String> options;
  private final int port = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Child child;
  private @Nullable BridleSetup setup;
  private String token = "";

  /**
   * Not started yet.
   *
   * @param options more options of its JVM, such as those of a profiler
   */
  public BridleServer(Path jar, Path folder, int upstream, List<String> options) {
    this.jar = jar;
    this.folder = folder;
    this.upstream = upstream;
    this.options = options;
  }

  @Override
  public String name() {
    return "bridle";
  }

  @Override
  public String version() {
    String commit =
        Programs.find("git")
            .map(git ->
                List.of(git.toString(), "-C", jar.toAbsolutePath().resolveSibling(".").toString()))
            .map(command -> with(command, "describe", "--always", "--dirty"))
            .map(Programs::firstLine)
            .orElse("");
    return (fromManifest() + " " + commit).strip();
  }

  private String fromManifest() {
    try (var file = new JarFile(jar.toFile())) {
      String version = file.getManifest().getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION);
      return version == null ? "" : version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  /** Sets it up, so that a start that is measured finds its data there already. */
  @Override
  public void prepare() throws IOException, InterruptedException {
    try (var server = serve()) {
      awaitReady(server);
      setUp();
    }
  }

  @Override
  public void start() {
    close();
    child = serve();
  }

  private Child serve() {
    var command =
        List.of(
            script(),
            "serve",
            "--data",
            data(),
            "--listen",
            "127.0.0.1:" + port,
            "--anthropic-url",
            "http://127.0.0.1:" + upstream,
            // More streams than the default allows at once.
            "--upstream-connections",
            "10000",
            // Our agent sends no heartbeats.
            "--agent-lost-seconds",
            "86400");
    return Child.start(
        command,
        Map.of(
            "BRIDLE_ANTHROPIC_KEY",
            "sk-ant-bench-000000001",
            "JAVA_OPTS",
            String.join(" ", options)),
        folder.resolve("bridle.log"));
  }

  /** What users start it with, beside the folder of the jar. */
  private String script() {
    return jar.toAbsolutePath().resolveSibling("../bridle").normalize().toString();
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static void awaitReady(Child server) throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!server.output().contains(READY)) {
      if (!server.isAlive() || System.nanoTime() > endNanos) {
        throw new IllegalStateException("Bridle did not start; it said: " + server.output());
      }
      Thread.sleep(50);
    }
  }

  private void setUp() throws IOException, InterruptedException {
    Path output = folder.resolve("setup.json");
    var command =
        List.of(
            script(),
            "admin",
            "setup",
            "--data",
            data(),
            "--organization",
            "acme",
            "--email",
            "bench@example.com",
            "--json");
    var admin = Child.start(command, Map.of(), output);
    admin.awaitSuccess();
    setup =
        new BridleSetup(
            http, "http://127.0.0.1:" + port, JsonMapper.shared().readTree(admin.output()));
    token = setup.run().token();
  }

  @Override
  public Endpoint endpoint() {
    return new Endpoint(port, "/v3/ai/anthropic/v1/messages", Map.of("x-api-key", token));
  }

  @Override
  public Optional<ProcessTree> processes() {
    return Optional.ofNullable(child).map(Child::handle).map(ProcessTree::new);
  }

  /** A call is settled a moment after its end, so the ledger gets a moment too. */
  @Override
  public void requireRecorded(long calls) throws IOException, InterruptedException {
    if (setup == null) {
      throw new IllegalStateException("Bridle is not set up");
    }
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    BridleSetup.Recorded recorded = setup.recorded();
    while (!isRight(recorded, calls)) {
      if (System.nanoTime() > endNanos) {
        throw new IllegalStateException(
            calls
                + " calls were made, each of "
                + Answers.INPUT_TOKENS
                + " and "
                + Answers.OUTPUT_TOKENS
                + " tokens, but the ledger says "
                + recorded);
      }
      Thread.sleep(100);
      recorded = setup.recorded();
    }
  }

  private static boolean isRight(BridleSetup.Recorded recorded, long calls) {
    return recorded.calls() == calls
        && recorded.inputTokens() == calls * Answers.INPUT_TOKENS
        && recorded.outputTokens() == calls * Answers.OUTPUT_TOKENS
        && recorded.costUsd().compareTo(recorded.costAtMostUsd()) == 0;
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
