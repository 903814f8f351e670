package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same is asked once more only where the provider says so, and before the first byte. */
@OnBothEngines
class RetriesTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final FakeProvider.Behaviour ANSWERS =
      answering(
          200,
          "application/json",
          "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}");
  private static final String BUSY =
      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}";

  private final ConcurrentLinkedQueue<FakeProvider.Behaviour> next = new ConcurrentLinkedQueue<>();
  private final List<Long> askedNanos = new CopyOnWriteArrayList<>();
  private final FakeProvider provider =
      new FakeProvider((asked, out) -> {
        askedNanos.add(System.nanoTime());
        var behaviour = next.poll();
        (behaviour == null ? ANSWERS : behaviour).answer(asked, out);
      });
  private final CallDesk desk;

  RetriesTest(Engine engine) {
    desk = CallDesk.open(engine, provider, Duration.ofSeconds(5), Map.of());
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static FakeProvider.Behaviour busy(int status, String... headers) {
    return (_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 %d X\r\ncontent-type: application/json\r\n%scontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(
                    status,
                    String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()),
                    BUSY.length(),
                    BUSY));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private List<JsonNode> rows() {
    return Settled.attempts(desk);
  }

  private List<String> outcomes() {
    return rows().stream().map(row -> row.path("outcome").asString()).toList();
  }

  @Test
  void aProviderThatAsksForItIsAskedAgain() {
    next.add(busy(529, "x-should-retry: true"));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("2");
    assertThat(outcomes()).containsExactly("upstream_error", "completed");
    assertThat(rows().getLast().path("retries")).isEqualTo(rows().getFirst().path("id"));
    Settled.nothingIsHeld(desk);
  }

  @Test
  void twiceAndNoMoreAndThenItsAnswerIsTheClients() {
    for (int i = 0; i < 5; i++) {
      next.add(busy(503, "retry-after-ms: 10", "x-attempt: " + i));
    }
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo(BUSY);
    assertThat(header(answer, "x-attempt")).isEqualTo("2");
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("3");
    assertThat(provider.messages()).isEqualTo(3);
    var rows = rows();
    assertThat(rows).hasSize(3);
    assertThat(rows.getLast().path("retries")).isEqualTo(rows.getFirst().path("id"));
    assertThat(header(answer, "Bridle-Call")).isEqualTo(rows.getLast().path("id").asString());
    assertThat(desk.usage("day").at("/totals/calls").asInt()).isEqualTo(3);
  }

  @Test
  void theProviderIsGivenTheTimeThatItAsksFor() {
    next.add(busy(429, "retry-after: 1"));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(askedNanos.get(1) - askedNanos.get(0)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(990));
  }

  @Test
  void whatWouldTakeLongIsLeftToTheClient() {
    next.add(busy(503, "retry-after: 6"));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(header(answer, "retry-after")).isEqualTo("6");
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("none");
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void nobodyIsAskedAgainWhoSaysNoOrNothing() {
    for (var behaviour :
        List.of(
            busy(429, "retry-after: 1", "x-should-retry: false"),
            busy(529, "x-should-retry: false"),
            busy(500, "retry-after: 1"),
            busy(529),
            busy(400, "retry-after: 1"))) {
      next.add(behaviour);
      assertThat(desk.post("/v1/messages", ASK).body()).isEqualTo(BUSY);
    }
    assertThat(provider.messages()).isEqualTo(5);
  }

  @Test
  void whatWasCutOffAfterItWasSentIsNotSentAgain() {
    next.add((_, _) -> {});
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(502);
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsRefusedIsNoWordOfTheProvider() {
    provider.close();
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_unreachable");
    assertThat(outcomes()).containsExactly("not_sent");
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aClientThatLeavesWhileItWaitsEndsTheCall() {
    next.add(busy(503, "retry-after: 3"));
    var client = Reader.of(desk, ASK);
    awaitFirstAttempt();
    client.leave();
    // This one waits longer than the other would have.
    next.add(busy(503, "retry-after: 4"));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(provider.messages()).isEqualTo(3);
    assertThat(outcomes()).containsExactly("upstream_error", "upstream_error", "completed");
  }

  private void awaitFirstAttempt() {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(10))
        .until(() -> desk.calls().path(0).path("outcome").asString("").equals("upstream_error"));
  }

  @Test
  void aKillSwitchThatCameMeanwhileLeavesTheProvidersAnswerToTheClient() {
    next.add(busy(503, "retry-after: 4"));
    var answer = CompletableFuture.supplyAsync(() -> desk.post("/v1/messages", ASK));
    awaitFirstAttempt();
    var made =
        desk.postRest(
            "kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(answer.join().body()).isEqualTo(BUSY);
    assertThat(desk.post("/v1/messages", ASK).body()).contains("Costs run away");
    assertThat(provider.messages()).isEqualTo(1);
  }
}
