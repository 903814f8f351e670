package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.FakeProvider;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that close their connection while nobody reads. */
class ReceivedAnswerTest {
  private static final int SIZE = 1 << 20;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Client client =
      new Client(vertx, new Limits(SOON, SOON, SOON, 10, 1, 10), Trust.OF_THE_JVM);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Stops reading at the first bytes, for as long as the other side needs to close. */
  private static final class SlowTaker implements Answer.Taker {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Answer answer;
    private int read;

    SlowTaker(Answer answer) {
      this.answer = answer;
    }

    @Override
    public void bytes(Buffer bytes) {
      if (read == 0) {
        answer.pause();
        begun.countDown();
      }
      read += bytes.length();
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
    var closed = new CountDownLatch(1);
    var head =
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
            .formatted(SIZE + missing);
    try (var provider =
        new FakeProvider((_, out) -> {
          FakeProvider.write(out, head + "x".repeat(SIZE));
          out.close();
          closed.countDown();
        })) {
      var context = vertx.getOrCreateContext();
      var taken = new CompletableFuture<SlowTaker>();
      context.runOnContext(_ -> take(provider, taken));
      var taker = taken.get(20, TimeUnit.SECONDS);
      assertThat(taker.begun.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
      // However late the closing is noticed, nothing may be lost: this only lets it be noticed.
      assertThat(taker.end.isDone()).isFalse();
      vertx.timer(300, TimeUnit.MILLISECONDS).await();
      context.runOnContext(_ -> taker.answer.resume());
      assertThat(taker.end.get(20, TimeUnit.SECONDS)).isEqualTo(missing == 0 ? "ended" : "failed");
      assertThat(taker.read).isEqualTo(SIZE);
    }
  }

  private void take(FakeProvider provider, CompletableFuture<SlowTaker> taken) {
    var outgoing =
        new Outgoing(
            "GET",
            provider.url(),
            InetAddress.getLoopbackAddress(),
            "/",
            Headers.NONE,
            new byte[0]);
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
