package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A kill switch cuts what is under way, refuses what comes, and lets go again. */
@OnBothEngines
class KillSwitchTest {
  private static final String REASON = "Costs run away since Monday";
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SlowAnswer stream = new SlowAnswer();
  private final FakeProvider provider = new FakeProvider(stream);
  private final CallDesk desk;

  KillSwitchTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    stream.end();
    desk.close();
    provider.close();
  }

  private JsonNode stop(String level, String... endsAt) {
    var order = new LinkedHashMap<String, String>();
    order.put("level", level);
    order.put("reason", REASON);
    String target =
        switch (level) {
          case "pipeline" -> "analysis";
          case "provider" -> "anthropic";
          case "model" -> "claude-sonnet-*";
          case "job" -> desk.job.jobId();
          default -> "";
        };
    if (!target.isEmpty()) {
      order.put("target", target);
    }
    if (endsAt.length > 0) {
      order.put("ends_at", endsAt[0]);
    }
    var answer = desk.postRest("kill-switches", JsonMapper.shared().writeValueAsString(order));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JsonMapper.shared().readTree(answer.body());
  }

  private HttpResponse<String> call() {
    return desk.post("/v1/messages", SlowAnswer.ASK);
  }

  private void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    var error = JsonMapper.shared().readTree(answer.body()).path("error");
    assertThat(error.path("type").asString()).isEqualTo("permission_error");
    assertThat(error.at("/details/error_code").asString()).isEqualTo("stopped");
    assertThat(error.path("message").asString()).contains(REASON);
  }

  private static String lastEvent(String stream) {
    return stream.substring(stream.lastIndexOf("event: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"organization", "pipeline", "provider", "model", "job"})
  void itCutsAndRefusesAndLetsGoAgain(String level) {
    JsonNode order;
    try (var client = Reader.of(desk, SlowAnswer.ASK).until("\"word\"")) {
      order = stop(level);
      assertThat(lastEvent(client.whole(A_SECOND)))
          .startsWith("event: error\n")
          .contains("permission_error")
          .contains(REASON);
    }
    await().atMost(SOON).until(() -> stream.cut() == 1);
    Settled.only(desk, "kill_switch", "estimated");

    assertRefused(call());
    assertThat(provider.messages()).isEqualTo(1);

    assertThat(desk.delete("kill-switches/" + order.path("id").asString()).statusCode())
        .isEqualTo(204);
    stream.end();
    assertThat(call().statusCode()).isEqualTo(200);
    Settled.assertRow(Settled.all(desk, 2).get(1), "completed", "exact");
  }

  /** Its length says when it ends; what is said instead of the rest must not be taken for it. */
  @Test
  void aStreamThatToldItsLengthEndsAsOneThatDidNot() {
    var over = new CountDownLatch(1);
    provider.behave((_, out) -> {
      FakeProvider.write(
          out,
          "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 5000\r\n\r\n"
              + SlowAnswer.START);
      over.await(20, TimeUnit.SECONDS);
    });
    try (var client = Reader.of(desk, SlowAnswer.ASK).until("message_start")) {
      stop("pipeline");
      String all = client.whole(A_SECOND);
      assertThat(RawAnswer.of(all).header("content-length")).isNull();
      assertThat(lastEvent(all)).contains(REASON).endsWith("\r\n0\r\n\r\n");
    } finally {
      over.countDown();
    }
    Settled.only(desk, "kill_switch", "estimated");
  }

  private void half(CountDownLatch goOn, String rest) {
    provider.behave((_, out) -> {
      FakeProvider.startStream(out);
      FakeProvider.chunk(out, SlowAnswer.START + SlowAnswer.DELTA.substring(0, 60));
      goOn.await(20, TimeUnit.SECONDS);
      FakeProvider.chunk(out, rest);
      Thread.sleep(Duration.ofSeconds(20));
    });
  }

  /** Within another event, ours would be taken for a part of it. */
  @Test
  void anEventThatIsUnderWayGoesBeforeTheLastOne() {
    var goOn = new CountDownLatch(1);
    half(goOn, SlowAnswer.DELTA.substring(60) + SlowAnswer.DELTA.replace("word", "too late"));
    try (var client = Reader.of(desk, SlowAnswer.ASK).until("content_block_delta")) {
      stop("pipeline");
      goOn.countDown();
      assertThat(client.whole(A_SECOND))
          .containsSubsequence(
              SlowAnswer.DELTA.substring(0, 60), SlowAnswer.DELTA.substring(60) + "\r\n", REASON)
          .doesNotContain("too late");
    }
    Settled.only(desk, "kill_switch", "estimated");
  }

  @Test
  void anEventWhoseRestDoesNotComeIsNotWaitedForLong() {
    var goOn = new CountDownLatch(1);
    half(goOn, "");
    try (var client = Reader.of(desk, SlowAnswer.ASK).until("content_block_delta")) {
      stop("pipeline");
      assertThat(lastEvent(client.whole(A_SECOND))).contains(REASON);
    } finally {
      goOn.countDown();
    }
    Settled.only(desk, "kill_switch", "estimated");
  }

  @Test
  void afterItsEndTimeCallsPassAgainByThemselves() {
    var end = Instant.now().plusSeconds(3);
    stop("organization", end.toString());
    assertRefused(call());
    stream.end();
    await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(20))
        .until(() -> call().statusCode() == 200);
    assertThat(Instant.now()).isAfterOrEqualTo(end);
    Settled.only(desk, "completed", "exact");
  }

  @Test
  void aCallThatStillWaitsForItsAnswerIsRefusedWithTheReason() {
    provider.behave((_, _) -> Thread.sleep(Duration.ofMinutes(1)));
    try (var client = Reader.of(desk, SlowAnswer.ASK)) {
      await().atMost(SOON).until(() -> provider.messages() == 1);
      stop("model");
      assertThat(client.whole(A_SECOND)).startsWith("HTTP/1.1 403").contains(REASON);
    }
    Settled.only(desk, "kill_switch", "floor");
  }

  @Test
  void whatItIsNotAboutGoesOn() {
    try (var client = Reader.of(desk, SlowAnswer.ASK).until("\"word\"")) {
      var answer =
          desk.postRest(
              "kill-switches",
              "{\"level\":\"model\",\"target\":\"claude-opus-*\",\"reason\":\"%s\"}"
                  .formatted(REASON));
      assertThat(answer.statusCode()).isEqualTo(201);
      stream.end();
      assertThat(client.whole(SOON)).contains("message_stop");
    }
    Settled.only(desk, "completed", "exact");
  }
}
