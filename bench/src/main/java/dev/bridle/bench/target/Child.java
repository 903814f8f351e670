package dev.bridle.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that the benchmark has started, with all that it starts itself. It ends with us. */
public final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Path log;
  private final Thread atExit = new Thread(this::killTree);

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts one.
   *
   * @param log where all that it prints is appended
   */
  public static Child start(List<String> command, Map<String, String> variables, Path log) {
    var builder = new ProcessBuilder(command);
    // What is set for other runs must not change what is measured, nor reach a process as a key.
    builder.environment().keySet().removeIf(Child::isForeign);
    builder.environment().putAll(variables);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new Child(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isForeign(String variable) {
    return variable.startsWith("BRIDLE_")
        || variable.startsWith("ANTHROPIC_")
        || variable.startsWith("LITELLM_")
        || variable.equals("JAVA_OPTS")
        || variable.equals("JAVA_TOOL_OPTIONS");
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that it has printed so far. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended by itself, well. */
  void awaitSuccess() throws InterruptedException {
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    close();
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException("a command failed; it said: " + output());
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        killTree();
      }
    } catch (InterruptedException e) {
      killTree();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // We are being ended ourselves, and the hook does the same.
    }
  }

  /** The parent first: it would only start its children anew. */
  private void killTree() {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
