package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Claude Code, unchanged, when it is refused: one request, and our sentence on its user's screen.
 */
@Tag("e2e")
@Needs(Program.CLAUDE_CODE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaudeCodeDenialsTest {
  private final ClaudeCode claudeCode = new ClaudeCode();
  private final Scene scene = new Scene();
  private final CallDesk desk =
      CallDesk.open(Engine.SQLITE, scene.provider(), new MovableClock());

  @AfterAll
  void close() {
    scene.close();
    desk.close();
  }

  static List<Denial> denials() {
    return Denial.all().stream().filter(denial -> denial.clients().test(Client.CLAUDE_CODE)).toList();
  }

  @ParameterizedTest
  @MethodSource("denials")
  void everyDenialTakesOneRequestAndShowsOurSentence(Denial denial) {
    var arranged = Arranged.of(denial, desk, scene);
    try (var relay = new CountingRelay(desk.ai("/"))) {
      var told = claudeCode.ask(arranged.asking(Format.MESSAGES, relay.url()));
      assertThat(told.isError()).as(told.output()).isTrue();
      assertThat(told.message()).contains(denial.words());
      assertThat(relay.messages()).as(told.output()).isEqualTo(1);
    }
  }
}
