package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many event loops share them, there are no more connections than the operator allows. */
class PooledConnectionsTest {
  private static final String ASK =
      "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"model\":\"claude-haiku-4-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  /** One pool for all, and one for each loop of a machine with few processors. */
  @ParameterizedTest
  @ValueSource(ints = {20, 140})
  void moreCallsThanConnectionsWaitForOne(int connections) throws Exception {
    var allInUse = new CountDownLatch(connections);
    try (var provider =
            new FakeProvider(
                    (_, out) -> {
                      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                      allInUse.countDown();
                      assertThat(allInUse.await(20, TimeUnit.SECONDS)).isTrue();
                      underWay.decrementAndGet();
                      FakeProvider.write(
                          out,
                          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                              .formatted(ANSWER.length(), ANSWER));
                    })
                .keepConnections();
        var desk =
            CallDesk.open(
                Engine.SQLITE,
                provider,
                Duration.ofSeconds(60),
                Map.of("upstream-connections", String.valueOf(connections)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      desk.deleteAllowances();
      desk.allow("organization", "usd", "lifetime", "1000", "mode", "soft");
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 2 * connections; i++) {
        answers.add(threads.submit(() -> desk.post("/v1/messages", ASK).statusCode()));
      }
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(most.get()).isEqualTo(connections);
    }
  }
}
