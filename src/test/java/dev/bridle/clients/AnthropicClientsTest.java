package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of the Messages format, unchanged: what their users get, and what is metered. */
@Tag("e2e")
@Needs({
  Program.NPM_ANTHROPIC,
  Program.NPM_ANTHROPIC_0,
  Program.NPM_AI_SDK,
  Program.PYPI_ANTHROPIC,
  Program.PYPI_ANTHROPIC_0,
  Program.GO_ANTHROPIC,
  Program.MAVEN_ANTHROPIC,
  Program.CURL
})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnthropicClientsTest {
  private final RunningClients clients = new RunningClients();
  private final FakeProvider provider = new FakeProvider(Transcript.of("anthropic", "plain"));
  private final CallDesk server = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(5));

  private final AtomicInteger organizations = new AtomicInteger();

  @AfterAll
  void close() {
    clients.close();
    server.close();
    provider.close();
  }

  @BeforeEach
  void forget() {
    provider.asked().clear();
  }

  private interface Check {
    /**
     * @param desk of an organization that only this client belongs to
     */
    void check(Told told, CallDesk desk);
  }

  /** Each asks once through a relay and an organization of its own. */
  private void ask(String situation, Check check) {
    AtOnce.each(
        Client.of(Format.MESSAGES),
        client -> {
          var desk = server.another("acme-" + organizations.incrementAndGet());
          try (var relay = new CountingRelay(desk.ai("/"))) {
            var asking = Asking.of(Format.MESSAGES, relay.url(), desk.job.token(), situation);
            var told = clients.of(client).ask(asking);
            assertThat(relay.messages()).as(told.output()).isEqualTo(1);
            check.check(told, desk);
          }
        });
    assertThat(provider.messages()).isEqualTo(Client.of(Format.MESSAGES).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "stream", "tools", "tools-stream"})
  void whatTheModelSaysReachesTheUserAndIsMetered(String situation) {
    provider.behave(Transcript.of("anthropic", situation));
    boolean tools = situation.startsWith("tools");
    ask(
        situation,
        (told, desk) -> {
          var json = told.json();
          assertThat(told.text()).as(told.output()).isEqualTo(tools ? "Let me look." : Fault.TEXT);
          assertThat(json.at("/tool/place").asString("")).isEqualTo(tools ? "Z\u00fcrich" : "");
          assertThat(json.path("input").asLong()).isEqualTo(tools ? 420 : 14);
          assertThat(json.path("output").asLong()).isEqualTo(tools ? 61 : 11);
          var row = desk.onlyCall();
          assertThat(row.path("outcome").asString()).isEqualTo("completed");
          assertThat(row.path("certainty").asString()).isEqualTo("exact");
          assertThat(row.path("input_tokens").asLong()).isEqualTo(tools ? 420 : 14);
          assertThat(row.path("output_tokens").asLong()).isEqualTo(tools ? 61 : 11);
          assertThat(row.path("streamed").asBoolean()).isEqualTo(situation.endsWith("stream"));
        });
  }

  @Test
  void anErrorOfTheProviderIsShownAsItIs() {
    provider.behave(Transcript.of("anthropic", "error-400"));
    ask(
        "plain",
        (told, _) -> {
          assertThat(told.status()).as(told.output()).isEqualTo(400);
          assertThat(told.message()).contains("text content blocks must be non-empty");
        });
  }

  @Test
  void anErrorInMidStreamReachesTheUser() {
    provider.behave(Transcript.of("anthropic", "error-stream"));
    ask(
        "stream",
        (told, desk) -> {
          assertThat(told.message()).as(told.output()).contains("Overloaded");
          assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo("stream_error");
        });
  }
}
