package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.FakeProvider;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that close their connection while nobody reads. */
class ReceivedAnswerTest {
  private static final int SIZE = 20 << 20;

  private static final int STRETCH = 256 << 10;
  private static final int TIMES = 20;
  private static final Duration SOON = Duration.ofSeconds(20);

  /**
   * As the server has it: what is told of closed connections differs from transport to transport.
   */
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

  private final Client client =
      new Client(vertx, new Limits(SOON, SOON, SOON, 10, 1, 10), Trust.OF_THE_JVM);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Stops reading again and again, for a moment each time. */
  private final class SlowTaker implements Answer.Taker {
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Answer answer;
    private int read;
    private int more = STRETCH;

    SlowTaker(Answer answer) {
      this.answer = answer;
    }

    @Override
    public void bytes(Buffer bytes) {
      read += bytes.length();
      if (read >= more) {
        more = read + STRETCH;
        answer.pause();
        vertx.setTimer(2, _ -> answer.resume());
      }
    }

    @Override
    public void ended() {
      end.complete("ended");
    }

    @Override
    public void failed(Throwable why) {
      end.complete("failed");
    }
  }

  /** All that came is read, and only then whether it was all there should be. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatCameBeforeTheConnectionWasClosedIsReadFirst(int missing) throws Exception {
    var head =
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
            .formatted(SIZE + missing);
    String answer = head + "x".repeat(SIZE);
    try (var provider = new FakeProvider((_, out) -> FakeProvider.write(out, answer))) {
      // It depends on the moment at which the connection is closed.
      for (int i = 0; i < TIMES; i++) {
        var taken = new CompletableFuture<SlowTaker>();
        vertx.getOrCreateContext().runOnContext(_ -> take(provider, taken));
        var taker = taken.get(20, TimeUnit.SECONDS);
        String end = taker.end.get(20, TimeUnit.SECONDS);
        assertThat(taker.read).as("time %d", i).isEqualTo(SIZE);
        assertThat(end).isEqualTo(missing == 0 ? "ended" : "failed");
      }
    }
  }

  private void take(FakeProvider provider, CompletableFuture<SlowTaker> taken) {
    var outgoing =
        new Outgoing(
            "GET", provider.url(), InetAddress.getLoopbackAddress(), "/", Headers.NONE, Body.NONE);
    var _ =
        client
            .send(outgoing)
            .answer()
            .thenAccept(answer -> {
              var taker = new SlowTaker(answer);
              answer.flowTo(taker);
              taken.complete(taker);
            });
  }
}
