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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A disk that takes rows but can't say that they are safe. What is answered by default must wait
 * for that, and what is sent as well where durability is strict.
 */
class DurabilityTest {
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
  private static final String ASK = SlowAnswer.ASK.replace(",\"stream\":true", "");

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

  /** Interrupted threads can't bring a file to disk; whatever they commit is committed. */
  private <T> T whileNothingIsSafe(java.util.function.Supplier<T> act) {
    unsafe = true;
    var interrupting = Thread.ofPlatform().start(this::interrupt);
    try {
      return act.get();
    } finally {
      unsafe = false;
      await().until(() -> !interrupting.isAlive());
    }
  }

  private void interrupt() {
    while (unsafe) {
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("store-writer"))
          .forEach(Thread::interrupt);
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
      assertThat(provider.messages()).isEqualTo(1);
      assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo("stopped");
      awaitThatAllIsWell(desk);
    }
  }

  @Test
  void norIsThatOfACallThatWaitedForRoom() throws Exception {
    try (var desk = desk("normal")) {
      desk.allow("organization", "concurrent_calls", "lifetime", "1");
      var go = new CountDownLatch(1);
      provider.behave((asked, out) -> {
        go.await();
        answering(200, "application/json", ANSWER).answer(asked, out);
      });
      var first = CompletableFuture.supplyAsync(() -> desk.post("/v1/messages", ASK));
      await().until(() -> provider.messages() == 1);
      var second =
          whileNothingIsSafe(() -> {
            var waiting = CompletableFuture.supplyAsync(() -> desk.post("/v1/messages", ASK));
            await().pollDelay(Duration.ofMillis(200)).until(() -> provider.messages() == 1);
            go.countDown();
            return waiting.join();
          });
      assertUnavailable(second);
      assertThat(first.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void strictlyNothingIsSentBeforeTheRowIsOnDisk() {
    try (var desk = desk("strict")) {
      assertUnavailable(whileNothingIsSafe(() -> desk.post("/v1/messages", ASK)));
      assertThat(provider.messages()).isZero();
      assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo("not_sent");
      awaitThatAllIsWell(desk);
    }
  }
}
