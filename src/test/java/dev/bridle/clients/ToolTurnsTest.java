package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** A model asks for a tool, is told what the tool has found, and ends. */
@Tag("e2e")
@Needs({Program.CLAUDE_CODE, Program.CURL})
class ToolTurnsTest {
  private final FakeProvider provider = new FakeProvider(Sunny.ANSWER);
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  @ParameterizedTest
  @EnumSource
  void curlSendsWhatItsToolHasFound(Format format) {
    desk.connectOpenAi();
    try (var curl = new Curl(format);
        var relay = new CountingRelay(desk.ai("/"))) {
      var asking = Asking.of(format, relay.url(), desk.job.token(), "tools");
      provider.behave(Transcript.of(format.provider(), format.situation("tools")));
      var first = curl.ask(asking);
      assertThat(first.json().at("/tool/place").asString("")).isEqualTo("Z\u00fcrich");
      provider.behave(Sunny.ANSWER);
      var second = curl.ask(asking.in("tool-result"));
      assertThat(second.text()).as(second.output()).isEqualTo(Fault.TEXT);
      assertThat(relay.messages()).isEqualTo(2);
    }
    assertThat(provider.asked().getLast().text()).contains("It pours");
    assertThat(Settled.all(desk, 2))
        .allSatisfy(row -> Settled.assertRow(row, "completed", "exact"))
        .extracting(row -> row.path("output_tokens").asLong())
        .containsExactly(61L, 11L);
  }

  /** Claude Code itself runs the tool: it reads a file in the folder that it works in. */
  @Test
  void claudeCodeReadsAFileForItsModel() throws IOException {
    var folder = Engine.temporaryFolder();
    var file = Files.writeString(folder.resolve("weather.txt"), "It pours in Z\u00fcrich");
    provider.behave(readingFirst(file));
    try (var relay = new CountingRelay(desk.ai("/"))) {
      var told = ClaudeCode.askIn(folder, relay.url(), desk.job.token());
      assertThat(told.text()).as(told.output()).isEqualTo(Fault.TEXT);
      assertThat(relay.messages()).as(told.output()).isEqualTo(2);
    }
    assertThat(provider.asked().getLast().text()).contains("It pours in Z\u00fcrich");
    var rows = Settled.all(desk, 2);
    assertThat(rows)
        .allSatisfy(row -> Settled.assertRow(row, "completed", "exact"))
        .extracting(row -> row.path("output_tokens").asLong())
        .containsExactly(61L, 11L);
    String session = provider.asked().getFirst().headers().get("x-claude-code-session-id");
    assertThat(session).hasSizeGreaterThan(20);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.path("client_session_id").asString("")).isEqualTo(session);
          assertThat(row.path("client_agent_id").isNull()).isTrue();
          assertThat(row.path("client_retries").asInt(-1)).isZero();
        });
  }

  /** What a sub-agent of Claude Code asks can be told from what it asks itself. */
  @Test
  void aSubAgentOfClaudeCodeIsKnownByItsId() throws IOException {
    provider.behave(subAgentFirst());
    int messages;
    try (var relay = new CountingRelay(desk.ai("/"))) {
      var told = ClaudeCode.askIn(Engine.temporaryFolder(), relay.url(), desk.job.token());
      assertThat(told.text()).as(told.output()).isEqualTo(Fault.TEXT);
      messages = relay.messages();
    }
    // Whether it waits for the sub-agent or asks once more when that has ended is its own matter.
    assertThat(messages).isBetween(3, 4);
    var rows = Settled.all(desk, messages);
    assertThat(rows)
        .extracting(row -> row.path("client_session_id").asString(""))
        .doesNotContain("")
        .containsOnly(rows.getFirst().path("client_session_id").asString());
    assertThat(rows)
        .filteredOn(row -> !row.path("client_agent_id").isNull())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.path("client_agent_id").asString()).isNotEmpty();
          assertThat(row.path("outcome").asString()).isEqualTo("completed");
        });
  }

  /** Asks for a sub-agent until what that has found has come. */
  private static FakeProvider.Behaviour subAgentFirst() {
    String begin =
        "{\\\"description\\\":\\\"Look\\\",\\\"subagent_type\\\":\\\"general-purpose\\\",\\\"prompt\\\":";
    String asking =
        String.join("", Transcript.events("anthropic", "tools-stream"))
            .replace("\"name\":\"weather\"", "\"name\":\"Agent\"")
            .replace("{\\\"place\\\":", begin);
    return (asked, out) -> {
      boolean first =
          !asked.text().contains("tool_result")
              && !asked.headers().containsKey("x-claude-code-agent-id");
      (first ? FakeProvider.answering(200, "text/event-stream", asking) : Sunny.ANSWER)
          .answer(asked, out);
    };
  }

  /** Asks for a tool until its result has come. */
  private static FakeProvider.Behaviour readingFirst(Path file) {
    String path = JsonMapper.shared().writeValueAsString(file.toString()).replace("\"", "\\\"");
    String reading =
        String.join("", Transcript.events("anthropic", "tools-stream"))
            .replace("\"name\":\"weather\"", "\"name\":\"Read\"")
            .replace("{\\\"place\\\":", "{\\\"file_path\\\":")
            .replace("\\\"Z\u00fcrich\\\"}", path + "}");
    return (asked, out) ->
        (asked.text().contains("tool_result")
                ? Sunny.ANSWER
                : FakeProvider.answering(200, "text/event-stream", reading))
            .answer(asked, out);
  }
}
