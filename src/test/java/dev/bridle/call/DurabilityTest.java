package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A disk that takes rows but can't say that they are safe. What is answered by default must wait
 * for that, and what is sent as well where durability is strict.
 */
class DurabilityTest {
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
  private static final String ASK = SlowAnswer.ASK.replace(",\"stream\":true", "");

  private static final int MOST_TRIES = 50;

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private volatile boolean unsafe;

  @AfterEach
  void close() {
    provider.close();
  }

  private CallDesk desk(String durability) {
    var desk =
        CallDesk.open(
            Engine.SQLITE,
            provider,
            Duration.ofSeconds(30),
            Map.of("ledger-durability", durability));
    desk.deleteAllowances();
    return desk;
  }

  /**
   * Interrupted threads can't bring a file to disk; whatever they commit is committed. A single
   * interruption may come too late, but not every one: acts until one has failed.
   */
  private HttpResponse<String> whileNothingIsSafe(Supplier<HttpResponse<String>> act) {
    unsafe = true;
    var interrupting = Thread.ofPlatform().start(this::interrupt);
    try {
      return Stream.generate(act)
          .limit(MOST_TRIES)
          .filter(answer -> answer.statusCode() != 200)
          .findFirst()
          .orElseThrow();
    } finally {
      unsafe = false;
      await().until(() -> !interrupting.isAlive());
    }
  }

  private void interrupt() {
    var syncing =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("store-sync"))
            .toList();
    while (unsafe) {
      syncing.forEach(Thread::interrupt);
      Thread.onSpinWait();
    }
  }

  /** The last interruption may still have been on its way. */
  private static void awaitThatAllIsWell(CallDesk desk) {
    await().until(() -> desk.post("/v1/messages", ASK).statusCode() == 200);
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).contains("ledger_unavailable").doesNotContain("input_tokens");
  }

  @Test
  void noByteOfAnAnswerIsGivenOutBeforeItsRowIsOnDisk() {
    try (var desk = desk("normal")) {
      assertUnavailable(whileNothingIsSafe(() -> desk.post("/v1/messages", ASK)));
      assertThat(provider.messages()).isEqualTo(desk.calls().size());
      assertThat(lastOutcome(desk)).isEqualTo("stopped");
      awaitThatAllIsWell(desk);
    }
  }

  @Test
  void norIsThatOfACallThatWaitedForRoom() {
    try (var desk = desk("normal")) {
      desk.allow("organization", "concurrent_calls", "lifetime", "1");
      assertUnavailable(whileNothingIsSafe(() -> secondOfTwo(desk)));
      assertThat(lastOutcome(desk)).isEqualTo("stopped");
    }
  }

  /** Asks while another call has the only place, and until it has let go. */
  private HttpResponse<String> secondOfTwo(CallDesk desk) {
    var go = new CountDownLatch(1);
    long before = provider.messages();
    provider.behave((asked, out) -> {
      go.await();
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    var first = CompletableFuture.supplyAsync(() -> desk.post("/v1/messages", ASK));
    await().until(() -> provider.messages() == before + 1);
    var second = CompletableFuture.supplyAsync(() -> desk.post("/v1/messages", ASK));
    await().until(() -> desk.limits().path(0).path("waiting").asInt() == 1);
    go.countDown();
    first.join();
    return second.join();
  }

  @Test
  void strictlyNothingIsSentBeforeTheRowIsOnDisk() {
    try (var desk = desk("strict")) {
      assertUnavailable(whileNothingIsSafe(() -> desk.post("/v1/messages", ASK)));
      assertThat(provider.messages()).isEqualTo(desk.calls().size() - 1);
      assertThat(lastOutcome(desk)).isEqualTo("not_sent");
      awaitThatAllIsWell(desk);
    }
  }

  private static String lastOutcome(CallDesk desk) {
    await().until(() -> !lastCall(desk).path("settled_at").isNull());
    return lastCall(desk).path("outcome").asString();
  }

  private static JsonNode lastCall(CallDesk desk) {
    var calls = desk.calls();
    return calls.path(calls.size() - 1);
  }
}
