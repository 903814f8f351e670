package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Keys are replaced while calls go on: no call fails, and later ones go with the new key. */
@OnBothEngines
class KeyRotationTest {
  private static final String OLD = "sk-ant-old-000000000AAAA";
  private static final String NEW = "sk-ant-new-000000000BBBB";
  private static final int CALLERS = 4;
  private static final FakeProvider.Behaviour ANSWERS =
      answering(
          200,
          "application/json",
          "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}");
  private static final FakeProvider.Behaviour REJECTS =
      answering(401, "application/json", "{\"type\":\"error\"}");

  private final CountDownLatch held = new CountDownLatch(CALLERS);
  private final CountDownLatch revoked = new CountDownLatch(1);
  private volatile boolean holding;
  private final Set<String> valid = ConcurrentHashMap.newKeySet();
  private final FakeProvider provider =
      new FakeProvider((asked, out) -> {
        if (holding && OLD.equals(asked.headers().get("x-api-key"))) {
          held.countDown();
          revoked.await(20, TimeUnit.SECONDS);
        }
        boolean known = valid.contains(String.valueOf(asked.headers().get("x-api-key")));
        (known ? ANSWERS : REJECTS).answer(asked, out);
      });
  private final CallDesk desk;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final AtomicInteger begun = new AtomicInteger();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  KeyRotationTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    valid.add(OLD);
    change("{\"method\":\"byo\",\"token\":\"" + OLD + "\"}");
    desk.deleteAllowances();
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(this::callOn);
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    over = true;
    callers.shutdown();
    assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    desk.close();
    provider.close();
  }

  private void callOn() {
    while (!over) {
      String number = "n" + begun.incrementAndGet() + ".";
      String ask =
          "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
              .formatted(number);
      statuses.add(desk.post("/v1/messages", ask).statusCode());
    }
  }

  private void change(String body) {
    var answer = desk.put("model-providers/anthropic", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void awaitCalls(int more) {
    int now = statuses.size();
    await().atMost(Duration.ofSeconds(30)).until(() -> statuses.size() >= now + more);
  }

  /** Of the calls that began after so many had. */
  private List<String> keysOfCallsAfter(int count) {
    return provider.asked().stream()
        .filter(asked -> asked.target().equals("/v1/messages"))
        .filter(asked -> number(asked.text()) > count)
        .map(asked -> asked.headers().get("x-api-key"))
        .distinct()
        .toList();
  }

  private static int number(String body) {
    String text =
        JsonMapper.shared().readTree(body).at("/messages/0/content").asString().replace(".", "");
    return Integer.parseInt(text.substring(1));
  }

  private void assertNoneFailed() {
    assertThat(statuses).isNotEmpty().containsOnly(200);
  }

  @Test
  void aTokenIsReplaced() {
    awaitCalls(20);
    valid.add(NEW);
    change("{\"token\":\"" + NEW + "\"}");
    int before = begun.get();
    awaitCalls(20);
    assertNoneFailed();
    assertThat(keysOfCallsAfter(before)).containsExactly(NEW);
  }

  @Test
  void callsThatAreUnderWayGoOnWithTheNewKeyWhenTheOldOneIsRevoked() throws InterruptedException {
    holding = true;
    assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    valid.add(NEW);
    change("{\"token\":\"" + NEW + "\"}");
    valid.remove(OLD);
    revoked.countDown();
    awaitCalls(20);
    assertNoneFailed();
  }

  @Test
  void aKeyIsAddedAndTheOldOneRemoved() {
    awaitCalls(20);
    valid.add(NEW);
    var added = desk.postRest("model-providers/anthropic/keys", "{\"token\":\"" + NEW + "\"}");
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    awaitCalls(20);
    var keys = JsonMapper.shared().readTree(desk.getRest("model-providers/anthropic/keys").body());
    String old = keys.get(0).path("id").asString();
    assertThat(desk.delete("model-providers/anthropic/keys/" + old).statusCode()).isEqualTo(204);
    int before = begun.get();
    awaitCalls(20);
    assertNoneFailed();
    assertThat(keysOfCallsAfter(before)).containsExactly(NEW);
  }
}
