package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Bridle does about a key or a provider that fails: clients see an answer to one request. */
@Tag("e2e")
@NeedsEveryClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverWithClientsTest {
  private static final int OPENS_A_BREAKER = 5;

  private final RunningClients clients = new RunningClients();

  /** The operator's, which always fails. */
  private final FakeProvider failing = new FakeProvider(FaultsBeforeAnswers.error(529));

  private final CallDesk server = CallDesk.open(Engine.SQLITE, failing);
  private final AtomicInteger organizations = new AtomicInteger();

  @AfterAll
  void close() {
    clients.close();
    server.close();
    failing.close();
  }

  /** An organization of one client, with a provider of its own. */
  private CallDesk organization() {
    var desk = server.another("acme-" + organizations.incrementAndGet());
    desk.connectOpenAi();
    return desk;
  }

  private static void connect(CallDesk desk, Client client, FakeProvider provider, String place) {
    var answer =
        desk.put(
            "model-providers/" + client.format().provider() + place,
            "{\"method\":\"byo\",\"token\":\"sk-ant-first-0000000001\",\"base_url\":\"%s\"}"
                .formatted(provider.url()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void addKey(CallDesk desk, Client client) {
    var answer =
        desk.postRest(
            "model-providers/" + client.format().provider() + "/keys",
            "{\"token\":\"sk-ant-second-000000002\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private void assertServed(Client client, CallDesk desk, String situation, int requests) {
    try (var relay = new CountingRelay(desk.ai("/"))) {
      var asking = Asking.of(client.format(), relay.url(), desk.job.token(), situation);
      var told = clients.of(client).ask(asking);
      assertThat(told.text()).as(told.output()).isEqualTo(Fault.TEXT);
      assertThat(relay.messages()).as(told.output()).isEqualTo(requests);
    }
  }

  private static void assertOutcomes(CallDesk desk, String... outcomes) {
    assertThat(Settled.attempts(desk))
        .extracting(row -> row.path("outcome").asString())
        .containsExactly(outcomes);
  }

  /** Fails once, and is well then. */
  private static FakeProvider.Behaviour once(int status) {
    var failed = new AtomicBoolean();
    return (asked, out) -> {
      boolean fails = asked.method().equals("POST") && failed.compareAndSet(false, true);
      (fails ? FaultsBeforeAnswers.error(status) : Sunny.ANSWER).answer(asked, out);
    };
  }

  private static List<FakeProvider.Asked> calls(FakeProvider provider) {
    return provider.asked().stream().filter(asked -> asked.method().equals("POST")).toList();
  }

  private static String key(FakeProvider.Asked asked) {
    var headers = asked.headers();
    return headers.getOrDefault("x-api-key", "") + headers.getOrDefault("authorization", "");
  }

  @ParameterizedTest
  @CsvSource({"401, plain", "401, stream", "429, plain", "429, stream"})
  void aKeyThatTheProviderWillNotHaveIsReplacedUnseen(int status, String situation) {
    AtOnce.each(
        Client.EVERY,
        client -> {
          try (var provider = new FakeProvider(once(status));
              var desk = organization()) {
            connect(desk, client, provider, "");
            addKey(desk, client);
            assertServed(client, desk, situation, 1);
            assertOutcomes(desk, "upstream_error", "completed");
            assertThat(calls(provider))
                .extracting(FailoverWithClientsTest::key)
                .hasSize(2)
                .doesNotHaveDuplicates();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "stream"})
  void aProviderThatFailsIsReplacedUnseen(String situation) {
    AtOnce.each(
        Client.EVERY,
        client -> {
          try (var provider = new FakeProvider(Sunny.ANSWER);
              var desk = organization()) {
            connect(desk, client, provider, "/fallback");
            assertServed(client, desk, situation, 1);
            assertOutcomes(desk, "upstream_error", "completed");
            assertThat(calls(provider)).hasSize(1);
          }
        });
  }

  /** Clients wait for as long as they are told. */
  @Test
  void whoeverFindsABreakerOpenIsServedWhenItsProviderIsWellAgain() {
    AtOnce.each(
        Client.EVERY.stream().filter(Client::asksAgain).toList(),
        client -> {
          try (var provider = new FakeProvider(FaultsBeforeAnswers.error(500));
              var desk = organization()) {
            connect(desk, client, provider, "");
            for (int i = 0; i < OPENS_A_BREAKER; i++) {
              assertThat(Scene.call(desk, client.format().provider(), "hi")).isEqualTo(500);
            }
            provider.behave(Sunny.ANSWER);
            assertServed(client, desk, "plain", 2);
            assertThat(calls(provider)).hasSize(OPENS_A_BREAKER + 1);
          }
        });
  }
}
