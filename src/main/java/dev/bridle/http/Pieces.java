package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of a reply, sent piece by piece from a thread of its own. Each piece waits until the one
 * before it has been taken, so a slow reader fills no memory and holds up nobody; one that takes
 * nothing for a while is given up.
 */
final class Pieces {
  private final Context context;
  private final HttpServerResponse response;
  private final Duration patience;

  Pieces(Context context, HttpServerResponse response, Duration patience) {
    this.context = context;
    this.response = response;
    this.patience = patience;
  }

  /** Runs when the reader has gone, at once if it has gone already. */
  void whenGone(Runnable act) {
    response.exceptionHandler(_ -> act.run());
    response.closeHandler(_ -> act.run());
    if (response.closed()) {
      act.run();
    }
  }

  /** Returns when the system has taken the bytes. */
  void send(Buffer bytes) throws IOException {
    var taken = new CompletableFuture<Boolean>();
    context.runOnContext(_ -> {
      if (response.closed()) {
        taken.complete(false);
      } else {
        response.write(bytes).onComplete(result -> taken.complete(result.succeeded()));
      }
    });
    try {
      if (!taken.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the reader has left");
      }
    } catch (TimeoutException e) {
      throw new IOException("the reader takes nothing", e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  void end() {
    context.runOnContext(_ -> response.end());
  }

  /** Whoever fails has said 200 already: the reader must not take what came for all there is. */
  void cut() {
    context.runOnContext(_ -> response.reset());
  }
}
