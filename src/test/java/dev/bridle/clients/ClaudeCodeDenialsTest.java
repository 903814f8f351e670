package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Claude Code, unchanged, when it is refused: one request, and our sentence on its user's screen.
 */
@Tag("e2e")
@Needs(Program.CLAUDE_CODE)
class ClaudeCodeDenialsTest {
  private static final int PATIENCE_SECONDS = 60;

  @ParameterizedTest
  @EnumSource(Denial.class)
  void everyDenialTakesOneRequestAndShowsOurSentence(Denial denial) throws Exception {
    try (var provider = new FakeProvider(answering(200, "application/json", "{}"));
        var desk = CallDesk.open(Engine.SQLITE, provider);
        var relay = new CountingRelay(desk.ai("/"))) {
      String output = ask(relay.url(), denial.arrange(desk));
      assertThat(output).contains("\"is_error\":true").contains(denial.words());
      assertThat(relay.messages()).as(output).isEqualTo(1);
      assertThat(provider.messages()).isZero();
    }
  }

  private static String ask(String url, String token) throws IOException, InterruptedException {
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
