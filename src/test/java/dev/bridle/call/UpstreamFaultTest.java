package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens when the provider misbehaves: one clear sentence, and a row that says what is known.
 */
class UpstreamFaultTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":1000,"output_tokens":1}}}

      """;
  private static final String DELTA =
      """
      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"12345678"}}

      """;
  private static final String END =
      """
      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":12}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void assertRow(String outcome, String certainty, String cost) {
    var call = desk.onlyCall();
    assertThat(call.path("outcome").asString()).isEqualTo(outcome);
    assertThat(call.path("certainty").asString()).isEqualTo(certainty);
    assertThat(call.path("cost_usd").asString()).isEqualTo(cost);
  }

  private static String message(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).at("/error/message").asString();
  }

  @Test
  void aProviderThatRefusesTheConnectionCostsNothingAndIsNoCall() {
    provider.close();
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer)).isEqualTo("The provider can't be reached: it refuses connections.");
    assertRow("not_sent", "exact", "0");
    assertThat(desk.usage("day").at("/totals/calls").asInt()).isZero();
  }

  @Test
  void aProviderThatHangsUpBeforeItsAnswerIsSaid() {
    provider.behave((_, _) -> {});
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer)).startsWith("The provider broke off before it answered: ");
    assertRow("upstream_cut", "floor", "0");
  }

  @Test
  void aStreamCutInTheMiddleIsCutForTheClientTooAndEstimated() {
    var passed = new CountDownLatch(1);
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, START + DELTA + DELTA.replace("12345678", "the rest"));
      passed.await(20, TimeUnit.SECONDS);
    });
    String ask = ASK.replace("{\"model", "{\"stream\":true,\"model");
    try (var reader = Reader.of(desk, ask).until("the rest")) {
      passed.countDown();
      assertThat(reader.whole(Duration.ofSeconds(10))).doesNotEndWith("0\r\n\r\n");
    }
    assertRow("upstream_cut", "estimated", "0.00204");
    assertThat(desk.onlyCall().path("output_tokens").asLong()).isEqualTo(4);
  }

  @Test
  void anErrorEventInMidStreamPassesAndIsBooked() {
    String error =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n";
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, START + error);
      endStream(out);
    });
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.body()).isEqualTo(START + error);
    assertRow("stream_error", "estimated", "0.00201");
  }

  @Test
  void aWholeStreamIsExact() {
    provider.behave((_, out) -> {
      startStream(out);
      for (String piece : (START + DELTA + END).split("(?<=\\G.{7})", -1)) {
        chunk(out, piece);
      }
      endStream(out);
    });
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.body()).isEqualTo(START + DELTA + END);
    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    assertRow("completed", "exact", "0.00212");
  }

  @Test
  void aPageInsteadOfJsonIsNotGivenToTheJob() {
    provider.behave(answering(200, "text/html", "<html>login</html>"));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer))
        .isEqualTo("The provider answered 200 with text/html instead of JSON.");
    assertRow("upstream_cut", "floor", "0");
  }

  @Test
  void aPageWithAnErrorStatusKeepsTheStatus() {
    provider.behave(answering(503, "text/html", "<html>down</html>"));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(message(answer)).contains("503 with text/html");
    assertRow("upstream_error", "exact", "0");
  }

  @Test
  void theProvidersOwnErrorsPassVerbatim() {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\"req_fake\"}";
    provider.behave(answering(529, "application/json", error));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(529);
    assertThat(answer.body()).isEqualTo(error);
    assertThat(answer.headers().firstValue("request-id")).contains("req_fake");
    assertRow("upstream_error", "exact", "0");
    assertThat(desk.usage("day").at("/totals/calls").asInt()).isEqualTo(1);
  }

  @Test
  void aRejectedKeyIsNotTakenForTheJobsOwn() {
    provider.behave(answering(401, "application/json", "{\"type\":\"error\"}"));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer)).startsWith("The provider rejected the key of this connection");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
  }

  @Test
  void aRedirectIsNeitherFollowedNorHandedOn() {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 307 X\r\nlocation: https://stranger.example/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("location")).isEmpty();
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void aJobThatLeavesStopsTheProviderAndPaysForWhatItGot() throws Exception {
    var upstreamClosed = new CountDownLatch(1);
    provider.behave((_, out) -> {
      try {
        startStream(out);
        chunk(out, START);
        while (true) {
          chunk(out, DELTA);
          Thread.sleep(20);
        }
      } catch (java.io.IOException e) {
        upstreamClosed.countDown();
      }
    });
    var client = java.net.http.HttpClient.newHttpClient();
    var request =
        HttpRequest.newBuilder(desk.ai("/v1/messages"))
            .header("x-api-key", desk.job.token())
            .POST(HttpRequest.BodyPublishers.ofString(ASK))
            .build();
    try (var body = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertThat(body.readNBytes(100)).hasSize(100);
    }
    client.shutdownNow();
    assertThat(upstreamClosed.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo("client_gone");
    assertThat(desk.onlyCall().path("certainty").asString()).isEqualTo("estimated");
    assertThat(desk.onlyCall().path("input_tokens").asLong()).isEqualTo(1000);
  }
}
