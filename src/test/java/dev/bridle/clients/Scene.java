package dev.bridle.clients;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where denials are arranged: a provider that treats some keys and some calls badly. */
final class Scene implements AutoCloseable {
  static final List<String> PROVIDERS = List.of("anthropic", "openai");

  private static final String REJECTED = "sk-ant-rejected-00000001";
  private static final String FAILING = "sk-ant-failing-000000002";
  private static final String HELD = "to be held";
  private static final int OPENS_A_BREAKER = 5;

  private final CountDownLatch over = new CountDownLatch(1);
  private final FakeProvider provider = new FakeProvider(this::answer);

  FakeProvider provider() {
    return provider;
  }

  /** One whose time stands still, and which waits for its provider as long as anything may take. */
  CallDesk server() {
    return CallDesk.open(
        Engine.SQLITE, provider.url(), Duration.ofMinutes(10), Map.of(), new MovableClock());
  }

  /** How often a model was asked, but for those calls that show that a key is rejected. */
  long calls() {
    return provider.asked().stream()
        .filter(asked -> asked.method().equals("POST"))
        .filter(asked -> !asked.headers().toString().contains(REJECTED))
        .count();
  }

  private void answer(FakeProvider.Asked asked, OutputStream out) throws Exception {
    String headers = asked.headers().toString();
    if (asked.method().equals("POST") && headers.contains(REJECTED)) {
      answering(401, "application/json", "{}").answer(asked, out);
    } else if (asked.method().equals("POST") && headers.contains(FAILING)) {
      answering(500, "application/json", "{}").answer(asked, out);
    } else if (asked.text().contains(HELD)) {
      over.await(10, TimeUnit.MINUTES);
    } else {
      Transcript.of("anthropic", "plain").answer(asked, out);
    }
  }

  /** Connects a provider with a key that it will reject. */
  static void reject(CallDesk desk, String name) {
    connect(desk, name, REJECTED);
  }

  /** Makes a provider fail until its breaker is open. */
  static void fail(CallDesk desk, String name) {
    connect(desk, name, FAILING);
    for (int i = 0; i < OPENS_A_BREAKER; i++) {
      assertThat(call(desk, name, "hi")).isEqualTo(500);
    }
  }

  private static void connect(CallDesk desk, String name, String key) {
    var answer =
        desk.put("model-providers/" + name, "{\"method\":\"byo\",\"token\":\"%s\"}".formatted(key));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** A call that is answered. */
  static void use(CallDesk desk, String name) {
    assertThat(call(desk, name, "hi")).isEqualTo(200);
  }

  /** A call that goes on until the end. */
  void hold(CallDesk desk) {
    long before = provider.messages();
    Thread.ofVirtual().start(() -> call(desk, "anthropic", HELD));
    await().atMost(Duration.ofSeconds(10)).until(() -> provider.messages() == before + 1);
  }

  /** A short call; returns the status of its answer. */
  static int call(CallDesk desk, String name, String text) {
    return (name.equals("openai")
            ? desk.openAi(
                "/v1/chat/completions",
                "{\"model\":\"gpt-5-mini\",\"max_completion_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                    .formatted(text))
            : desk.post(
                "/v1/messages",
                "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                    .formatted(text)))
        .statusCode();
  }

  @Override
  public void close() {
    over.countDown();
    provider.close();
  }
}
