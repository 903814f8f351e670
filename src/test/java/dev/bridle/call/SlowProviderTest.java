package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Providers that take longer than they may. */
class SlowProviderTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":1000,"output_tokens":1}}}

      """;

  private final CountDownLatch over = new CountDownLatch(1);
  private final FakeProvider provider = new FakeProvider((_, _) -> over.await(1, TimeUnit.MINUTES));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1));

  @AfterEach
  void close() {
    over.countDown();
    desk.close();
    provider.close();
  }

  @Test
  void aProviderThatNeverAnswersTimesOutAndMayHaveBeenPaid() {
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(JsonMapper.shared().readTree(answer.body()).at("/error/message").asString())
        .isEqualTo("The provider was too slow: no answer within 1 s.");
    var call = desk.onlyCall();
    assertThat(call.path("outcome").asString()).isEqualTo("upstream_cut");
    assertThat(call.path("certainty").asString()).isEqualTo("floor");
    assertThat(call.path("cost_usd").asString()).isEqualTo("0");
    // 90 bytes and a frame of 1,000 tokens at 2, all of max_tokens at 10, per million; and the
    // surcharge for a named region, since the provider may choose one.
    assertThat(call.path("cost_at_most_usd").asString()).isEqualTo("0.003498");
  }

  @Test
  void aSilentStreamIsCut() {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, START);
      over.await(1, TimeUnit.MINUTES);
    });
    assertThatThrownBy(() -> desk.post("/v1/messages", ASK))
        .isInstanceOf(UncheckedIOException.class);
    var call = desk.onlyCall();
    assertThat(call.path("outcome").asString()).isEqualTo("upstream_cut");
    assertThat(call.path("certainty").asString()).isEqualTo("estimated");
    assertThat(call.path("cost_usd").asString()).isEqualTo("0.00201");
  }
}
