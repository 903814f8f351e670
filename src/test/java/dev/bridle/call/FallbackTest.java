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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A call that one connection can't serve is admitted anew on another, with the model used there.
 */
@OnBothEngines
class FallbackTest {
  private static final String FALLBACK = "model-providers/anthropic/fallback";
  private static final String KEY = "sk-ant-fallback-0000FFFF";
  private static final String ASK =
      "{ \"max_tokens\" : 1000, \"model\" : \"claude-sonnet-5\",\"messages\":[{\"role\":\"user\",\"content\":\"hi \\u00e9\"}] }";
  private static final String ERROR =
      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}";

  private final FakeProvider first = new FakeProvider(busy(529));
  private final FakeProvider second = new FakeProvider(message("claude-opus-4-8"));
  private final CallDesk desk;

  FallbackTest(Engine engine) {
    desk = CallDesk.open(engine, first, Duration.ofSeconds(1), Map.of());
    connect("{\"claude-sonnet-5\":\"claude-opus-4-8\"}");
    desk.deleteAllowances();
    second.asked().clear();
  }

  @AfterEach
  void close() {
    desk.close();
    first.close();
    second.close();
  }

  private static FakeProvider.Behaviour busy(int status) {
    return answering(status, "application/json", ERROR);
  }

  private static FakeProvider.Behaviour message(String model) {
    return answering(
        200,
        "application/json",
        "{\"id\":\"m\",\"model\":\"%s\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":100}}"
            .formatted(model));
  }

  private void connect(String models) {
    put(
        "{\"method\":\"byo\",\"token\":\"%s\",\"base_url\":\"%s\",\"models\":%s}"
            .formatted(KEY, second.url(), models));
  }

  private void put(String change) {
    var answer = desk.put(FALLBACK, change);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> call() {
    return desk.post("/v1/messages", ASK);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private void assertServed(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(header(answer, "Bridle-Fallback")).isEqualTo("true");
  }

  /** What the first one says is the client's, and the second was not asked. */
  private void assertNotServed(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(header(answer, "Bridle-Fallback")).isEqualTo("none");
    assertThat(second.asked()).isEmpty();
    rows();
    Settled.nothingIsHeld(desk);
  }

  private List<JsonNode> rows() {
    return Settled.attempts(desk);
  }

  private List<String> outcomes() {
    return rows().stream().map(row -> row.path("outcome").asString()).toList();
  }

  @Test
  void theCallGoesOnWithTheOtherModelAndIsPaidAsThatOne() {
    var answer = call();
    assertServed(answer);
    assertThat(answer.body()).contains("claude-opus-4-8");
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("2");
    assertThat(header(answer, "Bridle-Rewrote")).isEqualTo("model");
    var asked = second.asked().getFirst();
    assertThat(asked.text()).isEqualTo(ASK.replace("claude-sonnet-5", "claude-opus-4-8"));
    assertThat(asked.headers()).containsEntry("x-api-key", KEY);
    assertThat(first.asked().getFirst().text()).isEqualTo(ASK);
    var rows = rows();
    assertThat(rows)
        .extracting(row -> row.path("model_asked").asString())
        .containsOnly("claude-sonnet-5");
    assertThat(rows)
        .extracting(row -> row.path("model_sent").asString())
        .containsExactly("claude-sonnet-5", "claude-opus-4-8");
    assertThat(rows)
        .extracting(row -> row.path("method").asString())
        .containsExactly("hosted", "byo");
    assertThat(rows)
        .extracting(row -> row.path("outcome").asString())
        .containsExactly("upstream_error", "completed");
    // 1,000 tokens at 5 dollars a million and 100 at 25.
    assertThat(rows.getLast().path("cost_usd").asString()).isEqualTo("0.0075");
    assertThat(rows.getLast().path("retries")).isEqualTo(rows.getFirst().path("id"));
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aModelThatNothingStandsForStaysAsItIs() {
    connect("{\"claude-haiku-4-5\":\"claude-opus-4-8\"}");
    second.asked().clear();
    var answer = call();
    assertServed(answer);
    assertThat(header(answer, "Bridle-Rewrote")).isEqualTo("none");
    assertThat(second.asked().getFirst().text()).isEqualTo(ASK);
  }

  @Test
  void itHelpsWhereTheProviderOrTheKeyIsAtFault() {
    for (int status : new int[] {403, 429, 500, 502, 503, 504, 529}) {
      assertThat(desk.put("model-providers/anthropic", "{}").statusCode()).isEqualTo(200);
      first.behave(busy(status));
      assertServed(call());
    }
  }

  @Test
  void whatTheProviderHasAgainstTheCallIsTheClients() {
    for (int status : new int[] {400, 404, 413, 422}) {
      first.behave(busy(status));
      assertNotServed(call(), status);
    }
    first.behave(answering(302, "text/html", "elsewhere"));
    assertNotServed(call(), 502);
    first.behave(answering(200, "text/html", "<html>"));
    assertNotServed(call(), 502);
  }

  @Test
  void itHelpsWhenNothingComesBack() {
    first.behave((_, _) -> {});
    assertServed(call());
    assertThat(outcomes()).containsExactly("upstream_cut", "completed");
  }

  @Test
  void itHelpsWhenTheProviderTakesTooLong() {
    var over = new CountDownLatch(1);
    first.behave((_, _) -> over.await(20, TimeUnit.SECONDS));
    assertServed(call());
    over.countDown();
    assertThat(outcomes()).containsExactly("upstream_cut", "completed");
    assertThat(rows().getFirst().path("certainty").asString()).isEqualTo("floor");
  }

  @Test
  void itHelpsWhenThereIsNoConnection() {
    first.close();
    assertServed(call());
    assertThat(outcomes()).containsExactly("not_sent", "completed");
  }

  @Test
  void afterTheFirstByteNothingHelps() {
    first.behave((_, out) -> {
      FakeProvider.startStream(out);
      FakeProvider.chunk(out, SlowAnswer.START);
    });
    String answer = Reader.of(desk, SlowAnswer.ASK).whole(Duration.ofSeconds(10));
    assertThat(answer).contains("message_start").doesNotContain("Bridle-Fallback");
    assertThat(second.asked()).isEmpty();
    assertThat(outcomes()).containsExactly("upstream_cut");
  }

  @Test
  void aRuleAgainstTheOtherModelLeavesTheFirstAnswerToTheClient() {
    desk.policy("{'id':'small','effect':'allow','models':['claude-sonnet-*']}");
    var answer = call();
    assertNotServed(answer, 529);
    assertThat(answer.body()).isEqualTo(ERROR);
    assertThat(rows()).hasSize(1);
    assertOnlyWhatTheJobAskedIsRecordedAsRefused();
  }

  /** The same of the other model, asked by the job itself: the one refusal that there is. */
  private void assertOnlyWhatTheJobAskedIsRecordedAsRefused() {
    var asked = desk.post("/v1/messages", ASK.replace("claude-sonnet-5", "claude-opus-4-8"));
    assertThat(asked.headers().firstValue("x-should-retry")).contains("false");
    await().atMost(Duration.ofSeconds(10)).until(() -> !desk.refusedCalls().isEmpty());
    assertThat(desk.refusedCalls()).hasSize(1);
    assertThat(desk.refusedCalls().get(0).path("times").asInt()).isEqualTo(1);
  }

  @Test
  void aFirstAnswerOfWhichOnlyTheHeadCameIsToldToBeCut() {
    desk.policy("{'id':'small','effect':'allow','models':['claude-sonnet-*']}");
    first.behave((_, out) ->
        FakeProvider.write(
            out, "HTTP/1.1 529 X\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n"));
    var answer = call();
    assertNotServed(answer, 502);
    assertThat(answer.body()).contains("only the head of its answer came");
  }

  @Test
  void whoLeavesInTheLineOfTheSecondAttemptLeavesNothingBehind() {
    var slow = new SlowAnswer();
    // Whoever connects asks for the list of models, and would wait for its end.
    var list = message("claude-opus-4-8");
    second.behave((asked, out) -> (asked.method().equals("GET") ? list : slow).answer(asked, out));
    var holding = Reader.of(desk, SlowAnswer.ASK).until("\"word\"");
    desk.allow("organization", "concurrent_calls", "lifetime", "1", "model", "claude-opus-4-8");
    connect("{\"claude-sonnet-5\":\"claude-opus-4-8\",\"claude-sonnet-5-5\":\"claude-opus-4-8\"}");
    var counted = Reader.of(desk, SlowAnswer.ASK).until("\"word\"");
    var leaving = Reader.of(desk, ASK.replace("\u00e9", "e"));
    await().until(() -> desk.limits().path(0).path("waiting").asInt() == 1);
    leaving.leave();
    await().until(() -> desk.limits().path(0).path("waiting").asInt() == 0);
    slow.end();
    assertThat(holding.whole(Duration.ofSeconds(10))).contains("message_stop");
    assertThat(counted.whole(Duration.ofSeconds(10))).contains("message_stop");
    rows();
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aBudgetThatIsTooSmallForTheOtherModelDoesSoToo() {
    // 1,000 tokens of output are 0.010 dollars with the one and 0.025 with the other.
    desk.allow("organization", "usd", "month", "0.02");
    assertNotServed(call(), 529);
    assertThat(rows()).hasSize(1);
    assertOnlyWhatTheJobAskedIsRecordedAsRefused();
  }

  @Test
  void aKillSwitchForTheOtherModelDoesSoToo() {
    var made =
        desk.postRest(
            "kill-switches",
            "{\"level\":\"model\",\"target\":\"claude-opus-4-8\",\"reason\":\"too dear\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertNotServed(call(), 529);
    assertOnlyWhatTheJobAskedIsRecordedAsRefused();
  }

  @Test
  void aProviderThatIsDownIsNotAskedFirst() {
    for (int i = 0; i < 5; i++) {
      assertServed(call());
    }
    assertThat(first.messages()).isEqualTo(5);
    var answer = call();
    assertServed(answer);
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("none");
    assertThat(first.messages()).isEqualTo(5);
    assertThat(second.messages()).isEqualTo(6);
  }

  @Test
  void nothingIsSentToAKeyThatTheProviderHasRejected() {
    first.behave(busy(401));
    assertServed(call());
    assertServed(call());
    assertThat(first.messages()).isEqualTo(1);
    assertThat(second.messages()).isEqualTo(2);
  }

  @Test
  void aKeyThatRestsIsSparedWhileThereIsAFallback() {
    first.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 429 X\r\ncontent-type: application/json\r\nretry-after: 60\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(ERROR.length(), ERROR)));
    assertServed(call());
    assertServed(call());
    assertThat(first.messages()).isEqualTo(1);
  }

  @Test
  void whoIsToldToWaitAMomentWaitsAtTheFirst() {
    first.behave((asked, out) -> {
      first.behave(message("claude-sonnet-5"));
      FakeProvider.write(
          out,
          "HTTP/1.1 529 X\r\ncontent-type: application/json\r\nretry-after: 1\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
              .formatted(ERROR.length(), ERROR));
    });
    assertNotServed(call(), 200);
    assertThat(first.messages()).isEqualTo(2);
  }

  @Test
  void theSandboxNeedsNoFallback() {
    assertThat(desk.put("model-providers/anthropic", "{\"method\":\"sandbox\"}").statusCode())
        .isEqualTo(200);
    assertNotServed(call(), 200);
  }

  @Test
  void whenTheFallbackFailsTooItsAnswerIsTheClients() {
    second.behave(
        answering(
            503,
            "application/json",
            "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"mine\"}}"));
    var answer = call();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("mine");
    assertThat(first.messages()).isEqualTo(1);
    assertThat(second.messages()).isEqualTo(1);
  }

  @Test
  void oneThatIsSwitchedOffOrRemovedIsNotUsed() {
    put("{\"enabled\":false}");
    assertNotServed(call(), 529);
    put("{\"enabled\":true}");
    assertServed(call());
    second.asked().clear();
    assertThat(desk.delete(FALLBACK).statusCode()).isEqualTo(204);
    assertNotServed(call(), 529);
  }

  @Test
  void whoDisconnectsTheProviderDisconnectsItsFallback() {
    assertThat(desk.delete("model-providers/anthropic").statusCode()).isEqualTo(204);
    assertNotServed(call(), 403);
    assertThat(desk.getRest(FALLBACK).statusCode()).isEqualTo(404);
    assertThat(desk.put("model-providers/anthropic", "{\"method\":\"hosted\"}").statusCode())
        .isEqualTo(200);
    desk.deleteAllowances();
    assertNotServed(call(), 529);
  }

  @Test
  void switchingTheFallbackOffEndsItsCallsAndNoOthers() {
    var slow = new SlowAnswer();
    second.behave(slow);
    var through = Reader.of(desk, SlowAnswer.ASK).until("\"word\"");
    var other = new SlowAnswer();
    first.behave(other);
    var others = Reader.of(desk, SlowAnswer.ASK).until("\"word\"");
    put("{\"enabled\":false}");
    assertThat(through.whole(Duration.ofSeconds(10))).contains("event: error");
    other.end();
    assertThat(others.whole(Duration.ofSeconds(10))).contains("message_stop");
    slow.end();
  }

  @Test
  void whatCostsNothingGoesOnToo() {
    second.behave(answering(200, "application/json", "{\"input_tokens\":3}"));
    var answer =
        desk.post("/v1/messages/count_tokens", "{\"model\":\"claude-sonnet-5\",\"messages\":[]}");
    assertServed(answer);
    assertThat(second.asked().getFirst().text())
        .isEqualTo("{\"model\":\"claude-opus-4-8\",\"messages\":[]}");
  }

  @Test
  void aStreamOfOpenAiGoesOnToo() {
    desk.connectOpenAi();
    var connected =
        desk.put(
            "model-providers/openai/fallback",
            "{\"method\":\"byo\",\"token\":\"%s\",\"base_url\":\"%s\",\"models\":{\"gpt-5.4\":\"gpt-5.4-mini\"}}"
                .formatted(KEY, second.url()));
    assertThat(connected.statusCode()).as(connected.body()).isEqualTo(200);
    desk.deleteAllowances();
    second.asked().clear();
    second.behave((_, out) -> {
      FakeProvider.startStream(out);
      FakeProvider.chunk(
          out,
          """
          data: {"id":"c","model":"gpt-5.4-mini","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}

          data: {"id":"c","model":"gpt-5.4-mini","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}

          data: [DONE]

          """);
      FakeProvider.endStream(out);
    });
    var answer =
        desk.openAi(
            "/v1/chat/completions",
            "{\"model\":\"gpt-5.4\",\"stream\":true,\"max_completion_tokens\":9,\"messages\":[]}");
    assertServed(answer);
    assertThat(answer.body()).contains("\"hi\"").doesNotContain("prompt_tokens");
    assertThat(header(answer, "Bridle-Rewrote")).isEqualTo("model,stream_options");
    assertThat(second.asked().getFirst().text())
        .isEqualTo(
            "{\"stream_options\":{\"include_usage\":true},\"model\":\"gpt-5.4-mini\",\"stream\":true,\"max_completion_tokens\":9,\"messages\":[]}");
    assertThat(rows().getLast().path("model_sent").asString()).isEqualTo("gpt-5.4-mini");
    assertThat(rows().getLast().path("input_tokens").asLong()).isEqualTo(7);
  }

  @Test
  void manyCallsAtOnceAreEachAnsweredAndEachPaidOnce() {
    var calls =
        IntStream.range(0, 40).mapToObj(_ -> CompletableFuture.supplyAsync(this::call)).toList();
    calls.forEach(call -> assertServed(call.join()));
    assertThat(second.messages()).isEqualTo(40);
    assertThat(outcomes().stream().filter("completed"::equals).count()).isEqualTo(40);
    Settled.nothingIsHeld(desk);
  }
}
