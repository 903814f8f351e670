package dev.bridle.e2e;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real {@code buildkite-agent} with folders of its own. */
final class AgentProcess implements AutoCloseable {
  private final Path folder = Engine.temporaryFolder();
  private final Process process;

  private AgentProcess(
      Program agent,
      String url,
      String token,
      Map<String, String> variables,
      List<Program> beside) {
    var builder =
        new ProcessBuilder(
            agent.path().toString(),
            "start",
            "--endpoint",
            url + "/v3",
            "--token",
            token,
            "--name",
            "real",
            "--build-path",
            made("builds"),
            "--hooks-path",
            made("hooks"),
            "--plugins-path",
            made("plugins"),
            "--no-color");
    var environment = builder.environment();
    environment.keySet().removeIf(AgentProcess::isForeign);
    environment.put("HOME", made("home"));
    environment.put("PATH", path(agent, beside, environment.getOrDefault("PATH", "")));
    environment.putAll(variables);
    builder.redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("agent.log").toFile());
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AgentProcess start(Program agent, Site site) {
    return start(agent, site, Map.of());
  }

  /** With more variables, which its jobs see too, and with more programs on their path. */
  static AgentProcess start(
      Program agent, Site site, Map<String, String> variables, Program... beside) {
    return new AgentProcess(
        agent, site.server().url(), site.agentToken(), variables, List.of(beside));
  }

  private static String path(Program agent, List<Program> beside, String systems) {
    var folders = new ArrayList<String>();
    folders.add(String.valueOf(agent.path().getParent()));
    beside.forEach(program -> folders.add(String.valueOf(program.path().getParent())));
    folders.add(systems);
    return String.join(File.pathSeparator, folders);
  }

  /** Variables of whoever runs the tests must not reach agents and their jobs. */
  private static boolean isForeign(String name) {
    return List.of("BUILDKITE", "BRIDLE_", "ANTHROPIC_", "CLAUDE", "GIT_").stream()
        .anyMatch(name::startsWith);
  }

  private String made(String name) {
    try {
      return Files.createDirectories(folder.resolve(name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the agent itself printed, to explain a failure. */
  String output() {
    try {
      return Files.readString(folder.resolve("agent.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it without a word to the server, and everything that it had started. */
  void kill() {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    kill();
  }
}
