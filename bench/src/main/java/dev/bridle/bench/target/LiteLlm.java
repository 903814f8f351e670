package dev.bridle.bench.target;

import dev.bridle.bench.upstream.Asking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** LiteLLM's proxy without a database and without keys of its own: its fastest form. */
public final class LiteLlm implements Target {
  private final Path folder;
  private final int upstream;
  private final int port = Ports.free();
  private @Nullable Child child;

  public LiteLlm(Path folder, int upstream) {
    this.folder = folder;
    this.upstream = upstream;
  }

  /** Why it can't run; empty when it can. */
  public static Optional<String> missing() {
    return Files.isExecutable(program())
        ? Optional.empty()
        : Optional.of("LiteLLM is not installed; bench/install does it");
  }

  private static Path program() {
    return Programs.installed().resolve("litellm/bin/litellm");
  }

  @Override
  public String name() {
    return "litellm";
  }

  @Override
  public String version() {
    return Programs.firstLine(
            List.of(
                program().resolveSibling("python").toString(),
                "-c",
                "from importlib.metadata import version; print(version('litellm'))"))
        + ", 1 worker";
  }

  @Override
  public void start() throws IOException {
    close();
    Path config = folder.resolve("litellm.yaml");
    Files.writeString(config, config());
    child =
        Child.start(
            List.of(
                program().toString(),
                "--config",
                config.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--telemetry",
                "False"),
            Map.of(
                // Its list of prices comes with it; nothing is to be fetched.
                "LITELLM_LOCAL_MODEL_COST_MAP",
                "True",
                "LITELLM_LOG",
                "ERROR",
                // Without a key of its own it checks nothing, which is faster.
                "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY",
                "true"),
            folder.resolve("litellm.log"));
  }

  private String config() {
    return """
    model_list:
      - model_name: %1$s
        litellm_params:
          model: anthropic/%1$s
          api_base: http://127.0.0.1:%2$d
          api_key: sk-ant-bench
    """
        .formatted(Asking.MODEL, upstream);
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
    return new Endpoint(port, "/v1/messages", Map.of("x-api-key", "bench-token"));
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
