package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection with two keys: each build has one of them, and the other when that is of no use. */
@OnBothEngines
class KeyFailoverTest {
  private static final String KEYS = "model-providers/anthropic/keys";
  private static final String A = "sk-ant-first-00000000AAAA";
  private static final String B = "sk-ant-second-0000000BBBB";
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final FakeProvider.Behaviour ANSWERS =
      answering(
          200,
          "application/json",
          "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}");
  private static final FakeProvider.Behaviour REJECTS =
      answering(401, "application/json", "{\"type\":\"error\"}");
  private static final String TOO_FAST =
      "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\"}}";

  private final Map<String, FakeProvider.Behaviour> byKey = new ConcurrentHashMap<>();
  private final FakeProvider provider =
      new FakeProvider((asked, out) -> byKey.getOrDefault(key(asked), ANSWERS).answer(asked, out));
  private final MovableClock clock = new MovableClock();
  private final CallDesk desk;
  private final String mine;
  private final String others;

  KeyFailoverTest(Engine engine) {
    desk = CallDesk.open(engine, provider, clock);
    var connected =
        desk.put("model-providers/anthropic", "{\"method\":\"byo\",\"token\":\"" + A + "\"}");
    assertThat(connected.statusCode()).as(connected.body()).isEqualTo(200);
    var added = desk.postRest(KEYS, "{\"token\":\"" + B + "\"}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    desk.deleteAllowances();
    desk.get("/v1/models");
    mine = key(provider.asked().getLast());
    others = mine.equals(A) ? B : A;
    provider.asked().clear();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static String key(FakeProvider.Asked asked) {
    return String.valueOf(asked.headers().get("x-api-key"));
  }

  private static FakeProvider.Behaviour tooFast(int seconds) {
    return (_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 429 X\r\ncontent-type: application/json\r\nretry-after: %d\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(seconds, TOO_FAST.length(), TOO_FAST));
  }

  private List<String> keysAsked() {
    return provider.asked().stream()
        .filter(asked -> asked.method().equals("POST")) // without the questions about keys
        .map(KeyFailoverTest::key)
        .toList();
  }

  private JsonNode stateOf(String key) {
    return JsonMapper.shared()
        .readTree(desk.getRest(KEYS).body())
        .valueStream()
        .filter(one -> key.endsWith(one.path("last4").asString()))
        .findFirst()
        .orElseThrow();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private List<JsonNode> rows() {
    return Settled.attempts(desk);
  }

  @Test
  void aRejectedKeyIsSetAsideAndTheCallGoesOnWithTheOther() {
    byKey.put(mine, REJECTS);
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(keysAsked()).containsExactly(mine, others);
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("2");
    var rows = rows();
    assertThat(rows)
        .extracting(row -> row.path("outcome").asString())
        .containsExactly("upstream_error", "completed");
    assertThat(rows.getFirst().path("status").asInt()).isEqualTo(401);
    assertThat(rows.getFirst().path("retries").isNull()).isTrue();
    assertThat(rows.getLast().path("retries")).isEqualTo(rows.getFirst().path("id"));
    assertThat(header(answer, "Bridle-Call")).isEqualTo(rows.getLast().path("id").asString());
    await().atMost(Duration.ofSeconds(10)).until(() -> !stateOf(mine).path("rejected_at").isNull());
    assertThat(stateOf(mine).path("state").asString()).isEqualTo("rejected");
    assertThat(desk.getRest("model-providers/anthropic").body())
        .contains("\"key_rejected_at\":null");
    assertThat(desk.getRest("audit-events").body())
        .contains("ModelProviderKeyRejectedEvent", mine.substring(mine.length() - 4));
  }

  @Test
  void afterARejectionTheOtherKeyIsAskedAtOnce() {
    byKey.put(mine, REJECTS);
    desk.post("/v1/messages", ASK);
    provider.asked().clear();
    var answer = desk.post("/v1/messages", ASK);
    assertThat(keysAsked()).containsExactly(others);
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("none");
  }

  @Test
  void whenAllAreRejectedCallsAreRefusedWithoutAskingInVain() {
    byKey.put(mine, REJECTS);
    byKey.put(others, REJECTS);
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential_rejected");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            !desk.getRest("model-providers/anthropic").body().contains("\"key_rejected_at\":null"));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(502);
    assertThat(keysAsked()).containsExactly(mine, others);
    assertThat(desk.put("model-providers/anthropic", "{\"enabled\":true}").statusCode())
        .isEqualTo(200);
    byKey.clear();
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(keysAsked()).last().isEqualTo(mine);
  }

  @Test
  void aKeyThatIsTooFastRestsAsLongAsTheProviderSays() {
    byKey.put(mine, tooFast(30));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(keysAsked()).containsExactly(mine, others);
    assertThat(stateOf(mine).path("state").asString()).isEqualTo("resting");
    assertThat(stateOf(mine).path("resting_until").asString())
        .isEqualTo("2026-11-23T12:00:30.000Z");
    byKey.clear();
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(keysAsked()).last().isEqualTo(others);
    clock.pass(Duration.ofSeconds(31));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(keysAsked()).last().isEqualTo(mine);
    assertThat(stateOf(mine).path("state").asString()).isEqualTo("active");
  }

  @Test
  void whenAllAreTooFastTheProvidersAnswerIsTheClients() {
    byKey.put(mine, tooFast(30));
    byKey.put(others, tooFast(20));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo(TOO_FAST);
    assertThat(header(answer, "retry-after")).isEqualTo("20");
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("2");
    assertThat(rows()).extracting(row -> row.path("status").asInt()).containsExactly(429, 429);
    // The next one is sent nevertheless: with the key that wakes first.
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(429);
    assertThat(keysAsked()).containsExactly(mine, others, others);
  }

  @Test
  void aKeyThatOnlyRestsIsAskedBeforeOneThatWasRejected() {
    byKey.put(mine, tooFast(30));
    byKey.put(others, REJECTS);
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo(TOO_FAST);
    assertThat(header(answer, "retry-after")).isEqualTo("30");
    assertThat(keysAsked()).containsExactly(mine, others, mine);
    assertThat(rows())
        .extracting(row -> row.path("status").asInt())
        .containsExactlyInAnyOrder(429, 401, 429);
  }

  @Test
  void aKeyThatRestedServesTheCallThatTheOtherWasRejectedWith() {
    var first = new AtomicBoolean(true);
    byKey.put(
        mine, (asked, out) -> (first.getAndSet(false) ? tooFast(30) : ANSWERS).answer(asked, out));
    byKey.put(others, REJECTS);
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(keysAsked()).containsExactly(mine, others, mine);
    Settled.nothingIsHeld(desk);
  }

  @Test
  void whatCostsNothingIsTriedWithTheOtherKeyToo() {
    byKey.put(mine, REJECTS);
    var answer =
        desk.post("/v1/messages/count_tokens", "{\"model\":\"claude-sonnet-5-5\",\"messages\":[]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(keysAsked()).containsExactly(mine, others);
    assertThat(desk.calls()).isEmpty();
  }

  @Test
  void anAttemptThatCantBeAffordedLeavesTheProvidersAnswerToTheClient() {
    desk.allow("build", "requests", "lifetime", "1");
    byKey.put(mine, tooFast(30));
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo(TOO_FAST);
    var rows = rows();
    assertThat(rows).hasSize(1);
    assertThat(header(answer, "Bridle-Call")).isEqualTo(rows.getFirst().path("id").asString());
    assertThat(header(answer, "Bridle-Attempts")).isEqualTo("none");
    assertThat(keysAsked()).containsExactly(mine);
  }

  @Test
  void anAttemptHoldsNothingAnyMoreWhenTheNextIsAdmitted() {
    desk.allow("build", "concurrent_calls", "lifetime", "1");
    byKey.put(mine, tooFast(30));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    assertThat(keysAsked()).containsExactly(mine, others);
    assertThat(rows()).hasSize(2);
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aBuildStaysOnOneKeyAndTheBuildsAreSpread() {
    Set<String> used = new HashSet<>();
    for (int build = 2; build < 20; build++) {
      int number = build;
      CiRecord.RunningJob job = desk.database().write(sql -> desk.ci.runningJob(sql, number));
      provider.asked().clear();
      for (int call = 0; call < 3; call++) {
        var answer =
            desk.send(
                HttpRequest.newBuilder(desk.ai("/v1/messages"))
                    .header("x-api-key", job.token())
                    .POST(HttpRequest.BodyPublishers.ofString(ASK)));
        assertThat(answer.statusCode()).isEqualTo(200);
      }
      assertThat(new HashSet<>(keysAsked())).hasSize(1);
      used.addAll(keysAsked());
    }
    assertThat(used).containsExactlyInAnyOrder(A, B);
  }
}
