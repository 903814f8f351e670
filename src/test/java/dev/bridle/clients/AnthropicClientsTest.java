package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Clients of the Messages format, unchanged: what they get, and how they take a refusal. */
@Tag("e2e")
@Needs({
  Program.NPM_ANTHROPIC,
  Program.NPM_ANTHROPIC_0,
  Program.NPM_AI_SDK,
  Program.PYPI_ANTHROPIC,
  Program.PYPI_ANTHROPIC_0,
  Program.GO_ANTHROPIC,
  Program.MAVEN_ANTHROPIC
})
class AnthropicClientsTest {
  static final List<Program> CLIENTS =
      List.of(
          Program.NPM_ANTHROPIC,
          Program.NPM_ANTHROPIC_0,
          Program.NPM_AI_SDK,
          Program.PYPI_ANTHROPIC,
          Program.PYPI_ANTHROPIC_0,
          Program.GO_ANTHROPIC,
          Program.MAVEN_ANTHROPIC);

  private static final String MODEL = "claude-sonnet-5-5";
  private static final List<String> SITUATIONS =
      List.of("plain", "stream", "tools", "tools-stream");

  private final FakeProvider provider = new FakeProvider(Transcript.of("anthropic", "plain"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(5));
  private final CountingRelay relay = new CountingRelay(desk.ai("/"));

  @AfterEach
  void close() {
    relay.close();
    desk.close();
    provider.close();
  }

  private ModelClient.Told ask(Program client, String situation) {
    return new ModelClient(client, MODEL).ask(relay.url(), desk.job.token(), situation);
  }

  static Stream<Arguments> everySituation() {
    return CLIENTS.stream()
        .flatMap(client -> SITUATIONS.stream().map(situation -> Arguments.of(client, situation)));
  }

  @ParameterizedTest
  @MethodSource("everySituation")
  void whatTheModelSaysReachesTheUserAndIsMetered(Program client, String situation) {
    provider.behave(Transcript.of("anthropic", situation));
    var told = ask(client, situation);
    boolean tools = situation.startsWith("tools");
    JsonNode json = told.json();
    assertThat(json.path("text").asString(""))
        .as(told.output())
        .isEqualTo(tools ? "Let me look." : "It is sunny \u2014 21 \u00b0C.");
    assertThat(json.path("tool").path("place").asString("")).isEqualTo(tools ? "Z\u00fcrich" : "");
    assertThat(json.path("input").asLong()).isEqualTo(tools ? 420 : 14);
    assertThat(json.path("output").asLong()).isEqualTo(tools ? 61 : 11);
    assertThat(provider.messages()).isEqualTo(1);
    assertThat(relay.messages()).isEqualTo(1);
    var row = desk.onlyCall();
    assertThat(row.path("outcome").asString()).isEqualTo("completed");
    assertThat(row.path("certainty").asString()).isEqualTo("exact");
    assertThat(row.path("input_tokens").asLong()).isEqualTo(tools ? 420 : 14);
    assertThat(row.path("output_tokens").asLong()).isEqualTo(tools ? 61 : 11);
    assertThat(row.path("streamed").asBoolean()).isEqualTo(situation.endsWith("stream"));
  }

  @ParameterizedTest
  @FieldSource("CLIENTS")
  void anErrorOfTheProviderIsShownAsItIs(Program client) {
    provider.behave(Transcript.of("anthropic", "error-400"));
    var told = ask(client, "plain");
    assertThat(told.error().path("status").asInt()).as(told.output()).isEqualTo(400);
    assertThat(told.error().path("message").asString())
        .contains("text content blocks must be non-empty");
    assertThat(provider.messages()).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("CLIENTS")
  void anErrorInMidStreamReachesTheUser(Program client) {
    provider.behave(Transcript.of("anthropic", "error-stream"));
    var told = ask(client, "stream");
    assertThat(told.error().path("message").asString("")).as(told.output()).contains("Overloaded");
    var rows = desk.calls();
    assertThat(rows).isNotEmpty();
    assertThat(rows.get(0).path("outcome").asString()).isEqualTo("stream_error");
  }

  /** The AI SDK knows no header by which it could be told not to repeat a 429. */
  private static int requests(Program client, Denial denial) {
    return client == Program.NPM_AI_SDK && denial.status() == 429 ? 3 : 1;
  }

  /** Each way of saying no, after which nobody is to ask again. */
  @ParameterizedTest
  @FieldSource("CLIENTS")
  void everyDenialTakesOneRequestAndShowsOurSentence(Program client) {
    for (Denial denial : Denial.values()) {
      try (var fresh = CallDesk.open(Engine.SQLITE, provider);
          var counted = new CountingRelay(fresh.ai("/"))) {
        String token = denial.arrange(fresh);
        var told = new ModelClient(client, MODEL).ask(counted.url(), token, "plain");
        String context = client + " " + denial + ": " + told.output();
        assertThat(told.error().path("message").asString("")).as(context).contains(denial.words());
        assertThat(counted.messages()).as(context).isEqualTo(requests(client, denial));
        if (requests(client, denial) == 1) {
          assertThat(told.error().path("status").asInt()).as(context).isEqualTo(denial.status());
        }
      }
    }
    assertThat(provider.messages()).isZero();
    assertThat(Arrays.stream(Denial.values()).map(Denial::status).distinct()).hasSizeGreaterThan(4);
  }
}
