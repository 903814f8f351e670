package dev.bridle.call;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord.RunningJob;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls that only others stand in the way of wait for their turn, and nobody is refused in vain.
 */
@OnBothEngines
class WaitingLineTest {
  private static final int LONG_PROMPT = 60_000;
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":12}}\
      """;

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final CallDesk desk;

  WaitingLineTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    letGo.countDown();
    threads.close();
    desk.close();
    provider.close();
  }

  private static String ask(String marker) {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(marker);
  }

  private Callable<HttpResponse<String>> call(RunningJob job, String body) {
    return () ->
        desk.send(
            HttpRequest.newBuilder(desk.ai("/v1/messages"))
                .header("x-api-key", job.token())
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Callable<HttpResponse<String>> call(String body) {
    return call(desk.job, body);
  }

  private BigDecimal balance(JsonNode allowance, String what) {
    return new BigDecimal(
        desk.allowance(allowance).path("balances").path(0).path(what).asString("0"));
  }

  /** Until so many wait for room, whether calls or streams. */
  private void awaitWaiting(int many) {
    await().until(() -> desk.limits().path(0).path("waiting").asInt() == many);
  }

  private void awaitNothingHeld(JsonNode allowance) {
    await().until(() -> balance(allowance, "held").signum() == 0);
  }

  /** Answers as one whose prompt was in the cache: known from the first event on. */
  private static void cached(FakeProvider.Asked asked, java.io.OutputStream out)
      throws IOException {
    startStream(out);
    chunk(
        out,
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":15000,\"output_tokens\":1}}}\n\n");
    chunk(
        out,
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":20}}\n\n");
    chunk(out, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    endStream(out);
  }

  @Test
  void twoHundredLongPromptsPassABudgetForTheirTrueCostAndOneWorstCase() throws Exception {
    int calls = 200;
    var jobs = desk.database().write(sql -> desk.ci.runningJobs(sql, 2, calls));
    provider.behave(WaitingLineTest::cached);
    String body =
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,\"system\":[{\"type\":\"text\",\"text\":\"%s\",\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted("x".repeat(LONG_PROMPT));
    // 15,000 tokens from the cache, 10 more, 20 of output; and once each byte a token, written to
    // the cache in the dearest region, with the whole output.
    var trueCost = new BigDecimal("0.00172");
    var worst =
        new BigDecimal(body.length() + 1_000)
            .multiply(new BigDecimal("0.00000275"))
            .add(new BigDecimal("0.0011"));
    var amount = trueCost.multiply(new BigDecimal(calls - 1)).add(worst);
    var budget =
        desk.allow("build", "usd", "lifetime", amount.stripTrailingZeros().toPlainString());
    List<Callable<HttpResponse<String>>> all = new ArrayList<>();
    for (RunningJob job : jobs) {
      all.add(call(job, body));
    }
    var answers = new ArrayList<HttpResponse<String>>();
    for (var answer : threads.invokeAll(all)) {
      answers.add(answer.get());
    }
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
    assertThat(provider.messages()).isEqualTo(calls);
    awaitNothingHeld(budget);
    assertThat(balance(budget, "settled"))
        .isEqualByComparingTo(trueCost.multiply(new BigDecimal(calls)))
        .isLessThanOrEqualTo(amount);
    assertThat(desk.refusedCalls()).isEmpty();
  }

  @Test
  void aPipelineThatFloodsDoesNotKeepAnotherFromItsTurn() throws Exception {
    desk.allow("organization", "concurrent_calls", "lifetime", "1");
    var other = desk.database().write(sql -> desk.ci.runningJobOf(sql, "small", 7));
    var order = new CopyOnWriteArrayList<String>();
    provider.behave((asked, out) -> {
      order.add(asked.text().contains("flood") ? "flood" : "few");
      letGo.await();
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(threads.submit(call(ask("flood"))));
    }
    awaitWaiting(39);
    for (int i = 0; i < 3; i++) {
      answers.add(threads.submit(call(other, ask("few"))));
    }
    awaitWaiting(42);
    letGo.countDown();
    for (var answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    // Turn about; in the order of their coming the few would be the last.
    assertThat(order).hasSize(43);
    assertThat(order.subList(0, 7))
        .containsExactly("flood", "flood", "few", "flood", "few", "flood", "few");
  }

  @Test
  void whoWaitsInVainIsToldSoAfterTheWaitAndHoldsNothing() throws Exception {
    var budget = desk.allow("organization", "usd", "day", "0.005");
    provider.behave((asked, out) -> {
      letGo.await();
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    var first = threads.submit(call(ask("first")));
    await().until(() -> provider.messages() == 1);
    var held = balance(budget, "held");
    long before = System.nanoTime();
    var second = call(ask("second")).call();
    var waited = Duration.ofNanos(System.nanoTime() - before);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(waited).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
    assertThat(second.headers().firstValue("retry-after")).contains("5");
    assertThat(second.headers().firstValue("x-should-retry")).isEmpty();
    assertThat(
            JsonMapper.shared().readTree(second.body()).at("/error/details/error_code").asString())
        .isEqualTo("rate_limited");
    assertThat(balance(budget, "held")).isEqualByComparingTo(held);
    letGo.countDown();
    assertThat(first.get().statusCode()).isEqualTo(200);
    awaitNothingHeld(budget);
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void whoLeavesWhileWaitingFreesItsPlaceAndHoldsNothing() throws Exception {
    var places = desk.allow("organization", "concurrent_calls", "lifetime", "1");
    provider.behave((asked, out) -> {
      if (asked.text().contains("first")) {
        letGo.await();
      }
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    var first = threads.submit(call(ask("first")));
    await().until(() -> provider.messages() == 1);
    leaveWhileWaiting(ask("second"));
    var third = threads.submit(call(ask("third")));
    awaitWaiting(1);
    letGo.countDown();
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(third.get().statusCode()).isEqualTo(200);
    assertThat(provider.asked()).noneMatch(asked -> asked.text().contains("second"));
    awaitNothingHeld(places);
    assertThat(desk.calls())
        .allSatisfy(row -> assertThat(row.path("settled_at").isNull()).isFalse());
  }

  private void leaveWhileWaiting(String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), desk.ai("").getPort())) {
      // The server asks for the body once it has read all else, so we know that it was heard.
      socket
          .getOutputStream()
          .write(
              "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
                  .formatted(desk.job.token(), body.length())
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes("HTTP/1.1 100".length())).hasSize(12);
      socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      awaitWaiting(1);
    }
    awaitWaiting(0);
  }

  @Test
  void aStreamThatNeedsMoreGoesBeforeANewCallThatCameEarlier() throws Exception {
    // Room for the first slice of the stream and the other call, or for the stream's second slice,
    // or for the new call beside the first: never for two of these at once.
    desk.allow("build", "usd", "lifetime", "0.13", "mode", "soft");
    var order = new CopyOnWriteArrayList<String>();
    var newCallIsAsked = new CountDownLatch(1);
    provider.behave((asked, out) -> {
      if (asked.text().contains("stream")) {
        startStream(out);
        chunk(
            out,
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"usage\":{\"input_tokens\":30,\"output_tokens\":1}}}\n\n");
        newCallIsAsked.await();
        long slice = softHold();
        // More than half of what it holds for.
        chunk(
            out,
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}\n\n"
                .formatted("x".repeat(8_100)));
        awaitWaiting(2);
        letGo.countDown();
        await().until(() -> softHold() > slice);
        order.add("more for the stream");
        chunk(
            out,
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2700}}\n\n");
        chunk(out, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        endStream(out);
      } else {
        if (asked.text().contains("other")) {
          letGo.await();
        } else {
          order.add("new call");
        }
        answering(200, "application/json", ANSWER).answer(asked, out);
      }
    });
    var stream =
        threads.submit(
            call(
                ask("x")
                    .replace("{\"model", "{\"stream\":true,\"model")
                    .replace("\"max_tokens\":100", "\"max_tokens\":9000")));
    await().until(() -> provider.messages() == 1);
    var other =
        threads.submit(call(ask("other").replace("\"max_tokens\":100", "\"max_tokens\":5000")));
    await().until(() -> provider.messages() == 2);
    var late =
        threads.submit(call(ask("late").replace("\"max_tokens\":100", "\"max_tokens\":4000")));
    awaitWaiting(1);
    newCallIsAsked.countDown();
    assertThat(stream.get().body()).contains("message_stop");
    assertThat(other.get().statusCode()).isEqualTo(200);
    assertThat(late.get().statusCode()).isEqualTo(200);
    assertThat(order).containsExactly("more for the stream", "new call");
  }

  private long softHold() {
    Long held =
        desk.database()
            .read(sql ->
                sql.select(MODEL_CALL.SOFT_HOLD_NANO)
                    .from(MODEL_CALL)
                    .where(MODEL_CALL.MAX_TOKENS.eq(9000L))
                    .fetchSingle()
                    .value1());
    return held == null ? 0 : held;
  }

  @Test
  void ofTwentyCallsNeverMoreThanTwoAreAtTheProviderAtOnceAndAllPass() throws Exception {
    var places = desk.allow("organization", "concurrent_calls", "lifetime", "2");
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    provider.behave((asked, out) -> {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      // Long enough for a third to come in, if it could.
      Thread.sleep(50);
      now.decrementAndGet();
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    List<Callable<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(call(ask("one of many")));
    }
    for (var answer : threads.invokeAll(all)) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    assertThat(most.get()).isEqualTo(2);
    assertThat(provider.messages()).isEqualTo(20);
    awaitNothingHeld(places);
  }
}
