package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job that begins to ask and does not go on. */
class StalledCallTest {
  @Test
  void itIsToldAsTheProviderWouldAndNothingIsSent() {
    try (var provider = new FakeProvider(answering(200, "application/json", "{}"));
        var desk =
            CallDesk.open(
                Engine.SQLITE,
                provider,
                Duration.ofSeconds(30),
                Map.of("client-idle-seconds", "1"))) {
      String half =
          "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nContent-Length: 900\r\n\r\n{\"model\":"
              .formatted(desk.job.token());
      var answer = RawAnswer.of(desk.raw(half, Duration.ofSeconds(20)));
      assertThat(answer.statusLine()).contains(" 408 ");
      assertThat(answer.header("x-should-retry")).isEqualTo("false");
      assertThat(answer.message()).isEqualTo("Nothing of the request's body came for 1 s.");
      assertThat(answer.json().at("/error/details/error_code").asString())
          .isEqualTo("request_stalled");
      assertThat(provider.asked()).isEmpty();
    }
  }
}
