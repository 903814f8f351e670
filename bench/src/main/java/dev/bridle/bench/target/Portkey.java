package dev.bridle.bench.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Portkey's open-source gateway, for plain calls: as installed here its streams fail. */
public final class Portkey implements Target {
  private final Path folder;
  private final int upstream;
  private final int port = Ports.free();
  private @Nullable Child child;

  public Portkey(Path folder, int upstream) {
    this.folder = folder;
    this.upstream = upstream;
  }

  /** Why it can't run; empty when it can. */
  public static Optional<String> missing() {
    return Files.isRegularFile(program()) && Programs.find("node").isPresent()
        ? Optional.empty()
        : Optional.of("Portkey is not installed; bench/install does it");
  }

  private static Path home() {
    return Programs.installed().resolve("portkey/node_modules/@portkey-ai/gateway");
  }

  private static Path program() {
    return home().resolve("build/start-server.js");
  }

  private static String node() {
    return Programs.find("node").orElseThrow().toString();
  }

  @Override
  public String name() {
    return "portkey";
  }

  @Override
  public String version() {
    return Programs.firstLine(
        List.of(node(), "-p", "require('" + home() + "/package.json').version"));
  }

  @Override
  public void start() {
    close();
    child =
        Child.start(
            List.of(node(), program().toString(), "--port=" + port, "--headless"),
            Map.of("NODE_ENV", "production"),
            folder.resolve("portkey.log"));
  }

  @Override
  public boolean canStream() {
    return false;
  }

  @Override
  public boolean keepsBytes() {
    return false;
  }

  @Override
  public boolean isFast() {
    return false;
  }

  @Override
  public Endpoint endpoint() {
    var headers =
        Map.of(
            "x-api-key",
            "bench-token",
            "x-portkey-provider",
            "anthropic",
            "x-portkey-custom-host",
            "http://127.0.0.1:" + upstream + "/v1");
    return new Endpoint(port, "/v1/messages", headers);
  }

  @Override
  public Optional<ProcessTree> processes() {
    return Optional.ofNullable(child).map(Child::handle).map(ProcessTree::new);
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
