package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's own SDKs and curl, unchanged: chats and responses, and what is metered. */
@Tag("e2e")
@Needs({Program.NPM_OPENAI, Program.PYPI_OPENAI, Program.CURL})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientsTest {
  private final RunningClients clients = new RunningClients();
  private final FakeProvider provider = new FakeProvider(Transcript.of("openai", "plain"));
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
  private void ask(Format format, String situation, Check check) {
    var some = Client.of(format);
    AtOnce.each(
        some,
        client -> {
          var desk = server.another("acme-" + organizations.incrementAndGet());
          desk.connectOpenAi();
          try (var relay = new CountingRelay(desk.ai("/"))) {
            var asking = Asking.of(format, relay.url(), desk.job.token(), situation);
            var told = clients.of(client).ask(asking);
            assertThat(relay.messages()).as(told.output()).isEqualTo(1);
            check.check(told, desk);
          }
        });
    assertThat(provider.count(format.path())).isEqualTo(some.size());
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT, plain",
    "CHAT, stream",
    "CHAT, tools",
    "CHAT, tools-stream",
    "RESPONSES, plain",
    "RESPONSES, stream",
    "RESPONSES, tools",
    "RESPONSES, tools-stream"
  })
  void whatTheModelSaysReachesTheUserAndIsMetered(Format format, String situation) {
    provider.behave(Transcript.of("openai", format.situation(situation)));
    boolean tools = situation.startsWith("tools");
    // A chat that is streamed without the option for usage ends without it, as at the provider.
    boolean shown = format == Format.RESPONSES || !situation.endsWith("stream");
    ask(
        format,
        situation,
        (told, desk) -> {
          var json = told.json();
          assertThat(told.text()).as(told.output()).isEqualTo(tools ? "" : Fault.TEXT);
          assertThat(json.at("/tool/place").asString("")).isEqualTo(tools ? "Z\u00fcrich" : "");
          assertThat(json.path("input").asLong(0)).isEqualTo(!shown ? 0 : tools ? 420 : 14);
          var row = desk.onlyCall();
          assertThat(row.path("outcome").asString()).as(row.toString()).isEqualTo("completed");
          assertThat(row.path("certainty").asString()).isEqualTo("exact");
          assertThat(row.path("input_tokens").asLong()).isEqualTo(tools ? 420 : 10);
          assertThat(row.path("cache_read_input_tokens").asLong()).isEqualTo(tools ? 0 : 4);
          assertThat(row.path("output_tokens").asLong()).isEqualTo(tools ? 61 : 11);
        });
  }

  @Test
  void anErrorOfTheProviderIsShownAsItIs() {
    provider.behave(Transcript.of("openai", "error-400"));
    for (Format format : List.of(Format.CHAT, Format.RESPONSES)) {
      ask(
          format,
          "plain",
          (told, _) -> {
            assertThat(told.status()).as(told.output()).isEqualTo(400);
            assertThat(told.message()).contains("Invalid value for 'content'.");
          });
    }
  }
}
