package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Program;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A provider that has no room says whether and when to ask again: Bridle does so itself when it is
 * to be soon, and else it is told to clients, who keep to it.
 */
@Tag("e2e")
@NeedsEveryClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdviceWithClientsTest {
  private static final List<String> SITUATIONS = List.of("plain", "stream");
  private static final String LATER = "retry-after: 6\r\n";
  private static final String NEVER = "x-should-retry: false\r\nretry-after: 1\r\n";

  private final RunningClients clients = new RunningClients();
  private final FakeProvider nobody = new FakeProvider((_, _) -> {});
  private final CallDesk server = CallDesk.open(Engine.SQLITE, nobody);
  private final AtomicInteger organizations = new AtomicInteger();

  @AfterAll
  void close() {
    clients.close();
    server.close();
    nobody.close();
  }

  /** What one client asked for, in an organization and of a provider of its own. */
  private record Run(Told told, int requests, CallDesk desk, FakeProvider provider) {
    void assertServed(int most) {
      assertThat(told.text()).as(told.output()).isEqualTo(Fault.TEXT);
      assertThat(requests).as(told.output()).isEqualTo(most);
    }

    void assertOutcomes(String... outcomes) {
      assertThat(Settled.attempts(desk))
          .extracting(row -> row.path("outcome").asString())
          .containsExactly(outcomes);
    }

    long asked() {
      return provider.asked().stream().filter(one -> one.method().equals("POST")).count();
    }
  }

  private interface Check {
    void check(Run run);
  }

  private void ask(Client client, String situation, FakeProvider.Behaviour behaviour, Check check) {
    try (var provider = new FakeProvider(behaviour);
        var desk = server.another("acme-" + organizations.incrementAndGet());
        var relay = new CountingRelay(desk.ai("/"))) {
      var answer =
          desk.put(
              "model-providers/" + client.format().provider(),
              "{\"method\":\"byo\",\"token\":\"sk-ant-first-0000000001\",\"base_url\":\"%s\"}"
                  .formatted(provider.url()));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      var asking = Asking.of(client.format(), relay.url(), desk.job.token(), situation);
      var told = clients.of(client).ask(asking);
      check.check(new Run(told, relay.messages(), desk, provider));
    }
  }

  /** Once, and then it is well. */
  private static FakeProvider.Behaviour once(FakeProvider.Behaviour full) {
    var first = new AtomicBoolean(true);
    return (asked, out) -> {
      boolean refused = asked.method().equals("POST") && first.getAndSet(false);
      (refused ? full : Sunny.ANSWER).answer(asked, out);
    };
  }

  private static FakeProvider.Behaviour full(int status, String headers) {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"No room now\"}}";
    return (_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 %d X\r\ncontent-type: application/json\r\n%scontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(status, headers, body.length(), body));
  }

  @Test
  void whereAskingAgainSoonHelpsNobodyNoticesAnything() {
    var overloaded = Transcript.of("anthropic", "error-529");
    AtOnce.each(
        Client.EVERY,
        client -> {
          for (String situation : SITUATIONS) {
            ask(client, situation, once(overloaded), AdviceWithClientsTest::assertUnnoticed);
            ask(
                client,
                situation,
                once(full(429, "retry-after: 1\r\n")),
                AdviceWithClientsTest::assertUnnoticed);
          }
        });
  }

  private static void assertUnnoticed(Run run) {
    run.assertServed(1);
    run.assertOutcomes("upstream_error", "completed");
  }

  /** Curl does what it is told, and nothing by itself. */
  @Test
  void whereAskingAgainLaterHelpsClientsWaitAndAreServed() {
    AtOnce.each(
        Client.EVERY.stream().filter(Client::asksAgain).toList(),
        client -> {
          ask(client, "plain", once(full(429, LATER)), run -> run.assertServed(2));
          ask(client, "stream", once(full(529, LATER)), run -> run.assertServed(2));
        });
  }

  @Test
  void whereAskingAgainDoesNotHelpTheProvidersWordsAreShownAfterOneRequest() {
    AtOnce.each(
        Client.EVERY,
        client -> {
          for (int status : List.of(429, 529)) {
            for (String situation : SITUATIONS) {
              ask(
                  client,
                  situation,
                  full(status, NEVER),
                  run -> {
                    assertThat(run.told().isError()).as(run.told().output()).isTrue();
                    assertThat(run.told().message()).contains("No room now");
                    assertThat(run.requests()).as(run.told().output()).isEqualTo(requests(client));
                    assertThat(run.asked()).isEqualTo(requests(client));
                  });
            }
          }
        });
  }

  /** The AI SDK knows no header that says so. */
  private static int requests(Client client) {
    return client.program() == Program.NPM_AI_SDK ? 3 : 1;
  }
}
