package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is drained when clients leave: one call at once here, and for two seconds at most. */
class GoneClientTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration BOUND = Duration.ofSeconds(2);

  private final SlowAnswer stream = new SlowAnswer();
  private final FakeProvider provider = new FakeProvider(stream);
  private final CallDesk desk =
      CallDesk.open(
          Engine.SQLITE,
          provider,
          Duration.ofSeconds(30),
          Map.of(
              "client-gone",
              "drain",
              "client-gone-calls",
              "1",
              "client-gone-seconds",
              String.valueOf(BOUND.toSeconds())));

  @AfterEach
  void close() {
    stream.end();
    desk.close();
    provider.close();
  }

  private void leave() {
    Reader.of(desk, SlowAnswer.ASK).until("\"word\"").leave();
  }

  /** Two leave, of whom one goes on; when the other is cut, both are known to have left. */
  private void twoLeave(SlowAnswer answer) {
    leave();
    leave();
    await().atMost(SOON).until(() -> answer.cut() == 1);
  }

  private List<JsonNode> rowsThatAre(String certainty, int ofAll) {
    var rows = Settled.all(desk, ofAll);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.path("outcome").asString()).isEqualTo("client_gone"));
    return rows.stream().filter(row -> row.path("certainty").asString().equals(certainty)).toList();
  }

  @Test
  void theRestIsReadSoThatTheUsageIsExactButNotForMoreThanTheBound() {
    twoLeave(stream);
    stream.end();
    assertThat(rowsThatAre("estimated", 2)).hasSize(1);
    assertThat(rowsThatAre("exact", 2))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.path("output_tokens").asLong()).isEqualTo(90);
          assertThat(row.path("cost_usd").asString()).isEqualTo("0.0029");
          assertThat(row.path("cost_at_most_usd").asString()).isEqualTo("0.0029");
        });
    assertThat(stream.cut()).isEqualTo(1);
    Settled.nothingIsHeld(desk);
  }

  @Test
  void whenOneHasEndedItsPlaceIsFreeForAnother() {
    twoLeave(stream);
    stream.end();
    assertThat(rowsThatAre("exact", 2)).hasSize(1);
    var again = new SlowAnswer();
    provider.behave(again);
    twoLeave(again);
    again.end();
    assertThat(rowsThatAre("exact", 4)).hasSize(2);
    Settled.nothingIsHeld(desk);
  }

  @Test
  void anAnswerThatHadNotBegunIsReadToo() throws Exception {
    var left = new CountDownLatch(1);
    provider.behave((asked, out) -> {
      if (asked.text().contains("\"stream\":true")) {
        stream.answer(asked, out);
        return;
      }
      left.await();
      answering(
              200,
              "application/json",
              "{\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":90}}")
          .answer(asked, out);
    });
    var client = Reader.of(desk, SlowAnswer.ASK.replace("true", "false"));
    await().atMost(SOON).until(() -> provider.messages() == 1);
    client.leave();
    // One that leaves later finds the only place taken.
    leave();
    await().atMost(SOON).until(() -> stream.cut() == 1);
    left.countDown();
    assertThat(rowsThatAre("exact", 2))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.path("streamed").asBoolean()).isFalse();
          assertThat(row.path("output_tokens").asLong()).isEqualTo(90);
        });
  }

  @Test
  void afterItsTimeItIsCanceledAndEstimated() {
    leave();
    long from = System.nanoTime();
    await().atMost(BOUND.plus(SOON)).until(() -> stream.cut() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - from))
        .isBetween(BOUND.minusMillis(500), BOUND.plusSeconds(2));
    Settled.only(desk, "client_gone", "estimated");
  }
}
