package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Refusal;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.List;
import java.util.Set;
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
  /** It has texts of its own for these. */
  private static final Set<Integer> HIDDEN = Set.of(404, 413);

  private final ClaudeCode claudeCode = new ClaudeCode();
  private final Scene scene = new Scene();
  private final CallDesk desk = scene.server();

  @AfterAll
  void close() {
    scene.close();
    desk.close();
  }

  /**
   * It asks once more without a stream where there is nothing, and takes a bad request for a reason
   * to leave one thing after the other out of it.
   */
  private static int most(Denial denial) {
    return denial.status() == 404 ? 2 : denial.why() == Refusal.BadBody.class ? 6 : 1;
  }

  static List<Denial> denials() {
    return Denial.all().stream()
        .filter(denial -> denial.clients().test(Client.CLAUDE_CODE))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("denials")
  void everyDenialTakesOneRequestAndShowsOurSentence(Denial denial) {
    var arranged = Arranged.of(denial, desk, scene);
    try (var relay = new CountingRelay(desk.ai("/"))) {
      var told = claudeCode.ask(arranged.asking(Format.MESSAGES, relay.url()));
      assertThat(told.isError()).as(told.output()).isTrue();
      if (!HIDDEN.contains(denial.status())) {
        assertThat(told.message()).contains(denial.words());
      }
      assertThat(relay.messages()).as(told.output()).isBetween(1, most(denial));
    }
  }
}
