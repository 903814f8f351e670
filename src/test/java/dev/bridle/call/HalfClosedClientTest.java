package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.EOFException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A client that sends no more can't be told from one that has left: it is taken for gone at once,
 * so that calls of those that really are cost nothing further.
 */
class HalfClosedClientTest {
  private static final byte[] ASK = SlowAnswer.ASK.replace("true", "false").getBytes(US_ASCII);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final FakeProvider provider =
      new FakeProvider((_, _) -> {
        asked.countDown();
        over.await(1, TimeUnit.MINUTES);
      });
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    over.countDown();
    desk.close();
    provider.close();
  }

  @Test
  void itsCallIsEndedWhereItIs() throws Exception {
    try (var client = new RawConnection(desk)) {
      client.call("anthropic/v1/messages", ASK);
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      client.endOutput();
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
    }
    Settled.only(desk, "client_gone", "floor");
  }

  @Test
  void nobodyElseIsHeldUp() throws Exception {
    try (var client = new RawConnection(desk)) {
      client.call("anthropic/v1/messages", ASK).endOutput();
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
    }
    provider.behave(answering(400, "application/json", "{\"type\":\"error\"}"));
    assertThat(desk.post("/v1/messages", SlowAnswer.ASK).statusCode()).isEqualTo(400);
  }
}
