package dev.bridle.clients;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Claude Code, unchanged, with a home of its own. */
final class ClaudeCode {
  private static final int PATIENCE_SECONDS = 60;

  private ClaudeCode() {}

  /** Asks one question and returns what its user sees, as JSON. */
  static String ask(String url, String token, Map<String, String> more)
      throws IOException, InterruptedException {
    var home = Engine.temporaryFolder();
    var builder =
        new ProcessBuilder(
                Program.CLAUDE_CODE.path().toString(), "-p", "Say hello", "--output-format", "json")
            .directory(home.toFile())
            .redirectErrorStream(true);
    var variables = builder.environment();
    variables
        .keySet()
        .removeIf(name -> name.startsWith("ANTHROPIC_") || name.startsWith("CLAUDE_"));
    variables.put("HOME", home.toString());
    variables.put("ANTHROPIC_BASE_URL", url + "/v3/ai/anthropic");
    variables.put("ANTHROPIC_API_KEY", token);
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    variables.putAll(more);
    var process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Claude Code did not end; it said: " + output);
    }
    return output;
  }
}
