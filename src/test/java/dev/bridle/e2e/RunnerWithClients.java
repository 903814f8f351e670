package dev.bridle.e2e;

import dev.bridle.testing.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/** The built-in runner on a machine where the clients of models are installed. */
final class RunnerWithClients implements AutoCloseable {
  private final Process process;

  RunnerWithClients(Site site, Path folder) throws IOException {
    var jobs = Files.createDirectories(folder.resolve("jobs"));
    var clients = Program.NPM_ANTHROPIC.path().resolveSibling("node");
    // As npm install would have put it into the checkout.
    Files.createSymbolicLink(jobs.resolve("node_modules"), clients.resolve("node_modules"));
    var variables = new HashMap<String, String>();
    variables.put("BRIDLE_AGENT_TOKEN", site.agentToken());
    variables.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    variables.put("PATH", programs());
    process =
        Bridled.start(
            variables,
            folder.resolve("runner.log"),
            "runner",
            "--endpoint",
            site.server().url() + "/v3",
            "--build-path",
            jobs.toString());
  }

  private static String programs() {
    var python = Program.PYPI_ANTHROPIC.path().resolveSibling("python").resolve("new/bin");
    return String.join(
        File.pathSeparator,
        python.toString(),
        String.valueOf(Program.CLAUDE_CODE.path().getParent()),
        System.getenv("PATH"));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
