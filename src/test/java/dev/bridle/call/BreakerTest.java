package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider that is down is not asked in vain, and one call finds out when it is well again. */
@OnBothEngines
class BreakerTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final FakeProvider.Behaviour ANSWERS =
      answering(
          200,
          "application/json",
          "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}");

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider = new FakeProvider(ANSWERS);
  private final CallDesk desk;

  BreakerTest(Engine engine) {
    desk = CallDesk.open(engine, provider, clock);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static FakeProvider.Behaviour failing(int status) {
    return answering(status, "application/json", "{\"type\":\"error\",\"error\":{}}");
  }

  private HttpResponse<String> call() {
    return desk.post("/v1/messages", ASK);
  }

  private void fail(int times, int status) {
    provider.behave(failing(status));
    for (int i = 0; i < times; i++) {
      assertThat(call().statusCode()).isEqualTo(status);
    }
  }

  private void assertRefused(String seconds) {
    long before = provider.messages();
    var answer = call();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains(seconds);
    assertThat(answer.headers().firstValue("x-should-retry")).isEmpty();
    assertThat(
            JsonMapper.shared().readTree(answer.body()).at("/error/details/error_code").asString())
        .isEqualTo("upstream_unavailable");
    assertThat(provider.messages()).isEqualTo(before);
  }

  private void assertWell() {
    provider.behave(ANSWERS);
    assertThat(call().statusCode()).isEqualTo(200);
    assertThat(health().path("state").asString()).isEqualTo("ok");
    assertThat(health().path("until").isNull()).isTrue();
  }

  private JsonNode health() {
    return JsonMapper.shared()
        .readTree(desk.getRest("model-providers/anthropic").body())
        .path("health");
  }

  @Test
  void afterFiveFailuresNothingIsSentForTenSeconds() {
    fail(5, 500);
    assertRefused("10");
    clock.pass(Duration.ofSeconds(7));
    assertRefused("3");
    assertThat(health().path("state").asString()).isEqualTo("open");
    assertThat(health().path("until").asString()).isEqualTo("2026-11-23T12:00:10.000Z");
    assertThat(provider.messages()).isEqualTo(5);
    assertThat(desk.calls()).hasSize(5);
  }

  /** The sixth call, which is under way until it may be answered. */
  private CompletableFuture<HttpResponse<String>> probe(CountDownLatch answer) {
    provider.behave((asked, out) -> {
      answer.await(20, TimeUnit.SECONDS);
      ANSWERS.answer(asked, out);
    });
    var probe = CompletableFuture.supplyAsync(this::call);
    await().atMost(Duration.ofSeconds(10)).until(() -> provider.messages() == 6);
    return probe;
  }

  @Test
  void thenOneCallIsLetThroughWhoseSuccessCloses() throws Exception {
    fail(5, 529);
    clock.pass(Duration.ofSeconds(10));
    var answer = new CountDownLatch(1);
    var probe = probe(answer);
    assertRefused("1");
    assertRefused("1");
    answer.countDown();
    assertThat(probe.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertWell();
  }

  @Test
  void aProbeThatTakesItsTimeKeepsOthersOutForTenSecondsOnly() throws Exception {
    fail(5, 529);
    clock.pass(Duration.ofSeconds(10));
    var answer = new CountDownLatch(1);
    var probe = probe(answer);
    assertRefused("1");
    clock.pass(Duration.ofSeconds(10));
    assertWell();
    answer.countDown();
    assertThat(probe.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void aProbeThatFailsOpensItAgain() {
    fail(5, 503);
    clock.pass(Duration.ofSeconds(10));
    fail(1, 504);
    assertRefused("10");
    clock.pass(Duration.ofSeconds(10));
    assertWell();
  }

  @Test
  void aProbeThatItsClientLeavesMakesWayForAnother() {
    fail(5, 502);
    clock.pass(Duration.ofSeconds(10));
    var over = new CountDownLatch(1);
    provider.behave((_, _) -> over.await(20, TimeUnit.SECONDS));
    var client = Reader.of(desk, ASK);
    await().atMost(Duration.ofSeconds(10)).until(() -> provider.messages() == 6);
    client.leave();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> desk.calls().valueStream().noneMatch(row -> row.path("settled_at").isNull()));
    over.countDown();
    assertWell();
  }

  @Test
  void whatTheProviderHasAgainstACallIsNoFailure() {
    for (int status : new int[] {400, 404, 413, 429}) {
      fail(6, status);
    }
    fail(4, 500);
    fail(1, 429);
    fail(4, 500);
    assertWell();
  }

  @Test
  void failuresThatAreFarApartAreNoRow() {
    fail(4, 500);
    clock.pass(Duration.ofSeconds(31));
    fail(4, 500);
    assertWell();
  }

  @Test
  void aProviderThatHangsUpFailsToo() {
    provider.behave((_, _) -> {});
    for (int i = 0; i < 5; i++) {
      assertThat(call().statusCode()).isEqualTo(502);
    }
    assertRefused("10");
  }

  @Test
  void callsThatTheirClientsLeaveCountForNothing() {
    var over = new CountDownLatch(1);
    provider.behave((_, _) -> over.await(60, TimeUnit.SECONDS));
    for (int i = 1; i <= 6; i++) {
      int count = i;
      var client = Reader.of(desk, ASK);
      await().atMost(Duration.ofSeconds(10)).until(() -> provider.messages() == count);
      client.leave();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> desk.calls().valueStream().noneMatch(row -> row.path("settled_at").isNull()));
    over.countDown();
    assertWell();
  }

  @Test
  void whatCostsNothingIsRefusedAsWell() {
    fail(5, 500);
    var answer =
        desk.post("/v1/messages/count_tokens", "{\"model\":\"claude-sonnet-5-5\",\"messages\":[]}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(provider.messages()).isEqualTo(5);
  }

  @Test
  void aChangedConnectionStartsAnew() {
    fail(5, 500);
    assertThat(desk.put("model-providers/anthropic", "{\"enabled\":true}").statusCode())
        .isEqualTo(200);
    assertWell();
  }

  @Test
  void theOtherConnectionIsAnotherMatter() {
    desk.connectOpenAi();
    fail(5, 500);
    provider.behave(ANSWERS);
    assertThat(desk.send(desk.openAi("/v1/models")).statusCode()).isEqualTo(200);
  }
}
