package dev.bridle.bench.load;

import dev.bridle.bench.wire.Loops;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes loads, on one event loop. */
public final class Generator implements AutoCloseable {
  private final EventLoopGroup group = Loops.one();
  private final EventLoop loop = group.next();

  /**
   * Runs a load to its end.
   *
   * @param request to be duplicated for each call
   * @param patience beyond the load's own duration; what is not over then is an error
   */
  public Tally run(Load load, int port, ByteBuf request, Expected expected, Duration patience)
      throws InterruptedException {
    var lanes = new Lanes(loop, port, request, load.connections());
    var tally = new Tally(expected);
    var over = new CompletableFuture<Tally>();
    loop.execute(() -> start(load, lanes, tally, over));
    try {
      return over.get(load.duration().plus(patience).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("some calls were never answered", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load failed: " + e.getCause(), e);
    } finally {
      loop.submit(lanes::close).awaitUninterruptibly();
    }
  }

  private static void start(Load load, Lanes lanes, Tally tally, CompletableFuture<Tally> over) {
    long startNanos = System.nanoTime();
    try {
      load.start(
          lanes,
          tally,
          () -> {
            tally.over(System.nanoTime() - startNanos);
            over.complete(tally);
          });
    } catch (RuntimeException e) {
      over.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
