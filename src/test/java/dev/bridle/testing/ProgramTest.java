package dev.bridle.testing;

import static dev.bridle.testing.Program.BUILDKITE_AGENT_3_137_0;
import static dev.bridle.testing.Program.BUILDKITE_AGENT_3_50_4;
import static dev.bridle.testing.Program.BUILDKITE_AGENT_3_78_0;
import static dev.bridle.testing.Program.CLAUDE_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The programs that end-to-end tests run are the ones that they claim to be. */
class ProgramTest {
  @Test
  @Needs(BUILDKITE_AGENT_3_50_4)
  void theOldestAgentIsTheOneWeSay() throws IOException {
    assertThat(version(BUILDKITE_AGENT_3_50_4)).contains("version 3.50.4");
  }

  @Test
  @Needs(BUILDKITE_AGENT_3_78_0)
  void theMiddleAgentIsTheOneWeSay() throws IOException {
    assertThat(version(BUILDKITE_AGENT_3_78_0)).contains("version 3.78.0");
  }

  @Test
  @Needs(BUILDKITE_AGENT_3_137_0)
  void theNewestAgentIsTheOneWeSay() throws IOException {
    assertThat(version(BUILDKITE_AGENT_3_137_0)).contains("version 3.137.0");
  }

  @Test
  @Needs(CLAUDE_CODE)
  void claudeCodeIsTheOneThatIsPinned() throws IOException {
    String number = version(CLAUDE_CODE).split(" ", 2)[0];
    assertThat(Files.readString(Path.of("tests", "claude-code", "package.json")))
        .contains("\"@anthropic-ai/claude-code\": \"" + number + "\"");
  }

  private static String version(Program program) throws IOException {
    var process =
        new ProcessBuilder(program.path().toString(), "--version")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
