package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bridle ends a stream that is under way: our sentence is what the user sees, nobody asks again,
 * and the provider is asked no more.
 */
@Tag("e2e")
@NeedsEveryClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StopsUnderWayTest {
  private static final int PACE_MILLIS = 20;

  /** So long that it often comes in parts: within an event, ours would be swallowed. */
  private static final String PIECE = "abc".repeat(2_000);

  private final RunningClients clients = new RunningClients();
  private final FakeProvider nobody = new FakeProvider((_, _) -> {});
  private final CallDesk server = CallDesk.open(Engine.SQLITE, nobody);
  private final AtomicInteger organizations = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterAll
  void close() {
    over.countDown();
    clients.close();
    server.close();
    nobody.close();
  }

  /** A stream that nothing ends but Bridle, of ever more text. */
  private FakeProvider endless(Format format, String text) {
    return new FakeProvider((asked, out) -> {
      if (asked.method().equals("GET")) {
        Sunny.ANSWER.answer(asked, out);
        return;
      }
      startStream(out);
      chunk(out, format.begun());
      writeUntilCut(out, format.more(text));
    });
  }

  private void writeUntilCut(OutputStream out, String event) throws Exception {
    while (!over.await(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
      chunk(out, event);
    }
  }

  /** An organization of one client, with a provider of its own. */
  private CallDesk organization(Client client, FakeProvider provider) {
    var desk = server.another("acme-" + organizations.incrementAndGet());
    var answer =
        desk.put(
            "model-providers/" + client.format().provider(),
            "{\"method\":\"byo\",\"token\":\"sk-ant-first-0000000001\",\"base_url\":\"%s\"}"
                .formatted(provider.url()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    desk.deleteAllowances();
    return desk;
  }

  @ParameterizedTest
  @EnumSource
  void whoeverStopsAStreamIsSeenAndNobodyAsksAgain(StopUnderWay stop) {
    AtOnce.each(
        Client.EVERY,
        client -> {
          try (var provider = endless(client.format(), "x");
              var desk = organization(client, provider);
              var relay = new CountingRelay(desk.ai("/"))) {
            var asking = Asking.of(client.format(), relay.url(), desk.job.token(), "long-stream");
            var told = CompletableFuture.supplyAsync(() -> clients.of(client).ask(asking));
            await().atMost(Duration.ofMinutes(1)).until(relay::hasPassedText);
            stop.order(desk, client);
            assertStopped(client, told.join(), relay, stop);
            assertSettled(desk, provider, stop.outcome());
          }
        });
  }

  @Test
  void moneyThatIsGoneUnderWayIsSeenAndNobodyAsksAgain() {
    AtOnce.each(
        Client.EVERY,
        client -> {
          try (var provider = endless(client.format(), PIECE);
              var desk = organization(client, provider);
              var relay = new CountingRelay(desk.ai("/"))) {
            desk.allow("organization", "usd", "lifetime", money(client), "mode", "soft");
            var asking = Asking.of(client.format(), relay.url(), desk.job.token(), "long-stream");
            var told = clients.of(client).ask(asking);
            assertStopped(
                client, told, relay, "was used up while the model answered", "it does not reset");
            assertSettled(desk, provider, "budget_spent");
          }
        });
  }

  /** Enough for what is asked and to begin the answer. */
  private static String money(Client client) {
    return client.equals(Client.CLAUDE_CODE)
        ? "0.50"
        : client.format() == Format.MESSAGES ? "0.06" : "0.02";
  }

  private static void assertStopped(
      Client client, Told told, CountingRelay relay, StopUnderWay stop) {
    assertStopped(client, told, relay, stop.words(), stop.nextWords());
  }

  /** Claude Code asks once more, without a stream, and shows what it is told then. */
  private static void assertStopped(
      Client client, Told told, CountingRelay relay, String words, String nextWords) {
    boolean claudeCode = client.equals(Client.CLAUDE_CODE);
    assertThat(told.isError()).as(told.output()).isTrue();
    assertThat(told.message()).as(told.output()).contains(claudeCode ? nextWords : words);
    assertThat(relay.messages()).as(told.output()).isEqualTo(claudeCode ? 2 : 1);
  }

  private static void assertSettled(CallDesk desk, FakeProvider provider, String outcome) {
    var row = desk.onlyCall();
    assertThat(row.path("outcome").asString()).as(row.toString()).isEqualTo(outcome);
    assertThat(provider.asked().stream().filter(asked -> asked.method().equals("POST"))).hasSize(1);
  }
}
