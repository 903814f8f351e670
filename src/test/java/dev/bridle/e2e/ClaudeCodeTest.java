package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Claude Code, unchanged, in a job of a real agent. */
@Tag("e2e")
@Needs({Program.CLAUDE_CODE, Program.BUILDKITE_AGENT_3_137_0})
class ClaudeCodeTest {
  private static final String STEPS =
      """
      steps:
        - label: "Claude Code"
          command: |
            export ANTHROPIC_BASE_URL="$$BUILDKITE_AGENT_ENDPOINT/ai/anthropic"
            export ANTHROPIC_API_KEY="$$BUILDKITE_AGENT_ACCESS_TOKEN"
            claude -p "Say hello" --output-format json --permission-mode bypassPermissions
      """;

  @Test
  void itGetsItsAnswerAndTheJobIsChargedForIt() {
    var quiet = Map.of("IS_SANDBOX", "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    try (var site = Site.withSandbox(Map.of());
        var agent =
            AgentProcess.start(Program.BUILDKITE_AGENT_3_137_0, site, quiet, Program.CLAUDE_CODE)) {
      var build = site.run("claude-code", STEPS);
      var shown = site.await(build, Duration.ofSeconds(90));
      var job = Site.jobs(shown).getLast();

      assertThat(shown.path("state").asString())
          .as("%s\n%s", site.log(build, job), agent.output())
          .isEqualTo("passed");
      assertThat(job.path("exit_status").asInt()).isZero();
      assertThat(site.log(build, job))
          .contains("\"is_error\":false", "[sandbox] You asked", "Say hello");
      assertThat(site.usage("job", job.path("id").asString()).path("calls").asInt()).isPositive();
      assertThat(site.callsOf(job))
          .isNotEmpty()
          .allSatisfy(call -> {
            assertThat(call.path("outcome").asString()).isEqualTo("completed");
            assertThat(call.path("pipeline").asString()).isEqualTo("claude-code");
          });
    }
  }
}
