package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The body of an answer that is written while it is made, on a virtual thread of its own. Each
 * piece waits until the one before it has been sent, so a slow reader fills no memory; one that
 * doesn't read at all is left after a while.
 */
final class WrittenBody extends OutputStream {
  private static final int PIECE = 32 << 10;
  private static final long PATIENCE_SECONDS = 60;

  private final Context context;
  private final HttpServerRequest request;
  private final byte[] piece = new byte[PIECE];
  private int length;

  private WrittenBody(Context context, HttpServerRequest request) {
    this.context = context;
    this.request = request;
  }

  static void start(Context context, HttpServerRequest request, Reply.Writing writing) {
    var body = new WrittenBody(context, request);
    Thread.ofVirtual().name("written-body").start(() -> body.write(writing));
  }

  /** Whoever fails has said 200 already: the connection is cut, so that nobody takes it for all. */
  private void write(Reply.Writing writing) {
    try {
      writing.to(this);
      send();
      onLoop(() -> request.response().end());
    } catch (IOException | RuntimeException e) {
      context.runOnContext(_ -> request.connection().close());
    }
  }

  @Override
  public void write(int b) throws IOException {
    if (length == PIECE) {
      send();
    }
    piece[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (length == PIECE) {
        send();
      }
      int some = Math.min(count - done, PIECE - length);
      System.arraycopy(bytes, offset + done, piece, length, some);
      length += some;
      done += some;
    }
  }

  private void send() throws IOException {
    if (length > 0) {
      var bytes = Buffer.buffer(length).appendBytes(piece, 0, length);
      length = 0;
      onLoop(() -> request.response().write(bytes));
    }
  }

  private void onLoop(Supplier<Future<Void>> act) throws IOException {
    var done = new CompletableFuture<Boolean>();
    context.runOnContext(_ -> {
      if (request.response().closed()) {
        done.complete(false);
      } else {
        act.get().onComplete(result -> done.complete(result.succeeded()));
      }
    });
    try {
      if (!done.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the client has left");
      }
    } catch (TimeoutException e) {
      throw new IOException("the client does not read", e);
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }
}
