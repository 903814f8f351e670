package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenAI's own SDKs, unchanged: chats and responses, and how they take a refusal. */
@Tag("e2e")
@Needs({Program.NPM_OPENAI, Program.PYPI_OPENAI})
class OpenAiClientsTest {
  static final List<Program> CLIENTS = List.of(Program.NPM_OPENAI, Program.PYPI_OPENAI);

  private static final String MODEL = "gpt-5-mini";
  private static final List<String> SITUATIONS =
      List.of("plain", "stream", "tools", "tools-stream", "responses", "responses-stream");

  private final FakeProvider provider = new FakeProvider(Transcript.of("openai", "plain"));
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
    desk.connectOpenAi();
    int before = provider.asked().size();
    provider.behave(Transcript.of("openai", situation));
    var told = ask(client, situation);
    boolean tools = situation.startsWith("tools");
    var json = told.json();
    assertThat(json.path("text").asString(""))
        .as(told.output())
        .isEqualTo(tools ? "" : "It is sunny \u2014 21 \u00b0C.");
    assertThat(json.path("tool").path("place").asString("")).isEqualTo(tools ? "Z\u00fcrich" : "");
    // A chat that is streamed without the option for usage ends without it, as at the provider.
    boolean shown = !situation.endsWith("stream") || situation.startsWith("responses");
    assertThat(json.path("input").asLong(0)).isEqualTo(!shown ? 0 : tools ? 420 : 14);
    assertThat(provider.asked()).hasSize(before + 1);
    assertThat(relay.messages()).isEqualTo(1);
    var row = desk.onlyCall();
    assertThat(row.path("outcome").asString()).as(row.toString()).isEqualTo("completed");
    assertThat(row.path("certainty").asString()).isEqualTo("exact");
    assertThat(row.path("input_tokens").asLong()).isEqualTo(tools ? 420 : 10);
    assertThat(row.path("cache_read_input_tokens").asLong()).isEqualTo(tools ? 0 : 4);
    assertThat(row.path("output_tokens").asLong()).isEqualTo(tools ? 61 : 11);
  }

  @ParameterizedTest
  @FieldSource("CLIENTS")
  void anErrorOfTheProviderIsShownAsItIs(Program client) {
    desk.connectOpenAi();
    provider.behave(Transcript.of("openai", "error-400"));
    var told = ask(client, "plain");
    assertThat(told.error().path("status").asInt()).as(told.output()).isEqualTo(400);
    assertThat(told.error().path("message").asString()).contains("Invalid value for 'content'.");
    assertThat(relay.messages()).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("CLIENTS")
  void aDenialTakesOneRequestAndShowsOurSentence(Program client) {
    assertDenied(client, 403, "No model provider 'openai' is connected");
    desk.connectOpenAi();
    desk.deleteAllowances();
    var budget = desk.allow("build", "usd", "lifetime", "0.000001");
    assertDenied(client, 429, "it does not reset");
    assertThat(desk.delete("allowances/" + budget.path("id").asString()).statusCode())
        .isEqualTo(204);
    desk.allow("organization", "requests", "month", "0");
    assertDenied(client, 429, "request");
    desk.policy("{'id':'nobody','effect':'deny'}");
    assertDenied(client, 403, "rule `nobody` denies model calls to this job");
  }

  private void assertDenied(Program client, int status, String words) {
    int before = provider.asked().size();
    var told = ask(client, "plain");
    assertThat(told.error().path("message").asString("")).as(told.output()).contains(words);
    assertThat(told.error().path("status").asInt()).as(told.output()).isEqualTo(status);
    assertThat(relay.messages()).as(told.output()).isEqualTo(1);
    assertThat(provider.asked()).hasSize(before);
  }
}
