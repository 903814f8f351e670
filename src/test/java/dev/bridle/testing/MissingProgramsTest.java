package dev.bridle.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingProgramsTest {
  @TempDir Path folder;

  @Test
  void aTestWhoseProgramsAreThereRuns() {
    assertThat(condition(false).judge(List.of()).isDisabled()).isFalse();
  }

  @Test
  void aMissingProgramSkipsTheTestAndIsNotedByName() throws IOException {
    var result = condition(false).judge(List.of("claude", "buildkite-agent 3.78.0"));
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason().orElseThrow()).contains("claude, buildkite-agent 3.78.0");
    assertThat(Files.readAllLines(notes())).containsExactly("claude", "buildkite-agent 3.78.0");
  }

  @Test
  void whereProgramsAreRequiredAMissingOneFailsTheTest() {
    assertThatThrownBy(() -> condition(true).judge(List.of("claude")))
        .hasMessageContaining("missing: claude");
    assertThat(notes()).doesNotExist();
  }

  /** The scripts and this enum name the same agents. */
  @Test
  void theScriptsKnowTheSameAgents() throws IOException {
    String script = Files.readString(Path.of("tests", "tools", "programs"));
    for (Program program : Program.values()) {
      if (program.title().startsWith("buildkite-agent ")) {
        assertThat(script).contains(program.title().substring("buildkite-agent ".length()));
      }
    }
  }

  private MissingPrograms condition(boolean required) {
    return new MissingPrograms(required, notes());
  }

  private Path notes() {
    return folder.resolve("missing-programs.txt");
  }
}
