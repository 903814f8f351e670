package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Claude Code, unchanged, when it is refused: one request, and our sentence on its user's screen.
 */
@Tag("e2e")
@Needs(Program.CLAUDE_CODE)
class ClaudeCodeDenialsTest {
  @ParameterizedTest
  @EnumSource(Denial.class)
  void everyDenialTakesOneRequestAndShowsOurSentence(Denial denial) throws Exception {
    try (var provider = new FakeProvider(answering(200, "application/json", "{}"));
        var desk = CallDesk.open(Engine.SQLITE, provider);
        var relay = new CountingRelay(desk.ai("/"))) {
      String output = ClaudeCode.sayHello(relay.url(), denial.arrange(desk), Map.of());
      assertThat(output).contains("\"is_error\":true").contains(denial.words());
      assertThat(relay.messages()).as(output).isEqualTo(1);
      assertThat(provider.messages()).isZero();
    }
  }
}
