package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An answer being carried to the client, with back-pressure. What arrived in one turn of the event
 * loop is joined into one write: a write for each event would cost several times the CPU.
 */
public final class Relaying implements Answer.Taker {
  /** How it ended. */
  public enum End {
    COMPLETE,
    CLIENT_GONE,
    UPSTREAM_CUT,
    STOPPED
  }

  private final Context context;
  private final HttpServerResponse response;
  private final Answer answer;
  private final ByteWatcher watcher;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private byte[] lent = new byte[2048];
  private @Nullable Buffer joined;
  private boolean flushing;

  Relaying(Context context, HttpServerResponse response, Answer answer, ByteWatcher watcher) {
    this.context = context;
    this.response = response;
    this.answer = answer;
    this.watcher = watcher;
  }

  void start() {
    response.closeHandler(_ -> gone());
    response.exceptionHandler(_ -> gone());
    response.drainHandler(_ -> answer.resume());
    answer.flowTo(this);
  }

  /**
   * Completes before the client sees the end, so that what is queued there is queued before the
   * client can ask for it.
   */
  public CompletableFuture<End> end() {
    return end;
  }

  /** Cuts the stream after some last bytes. */
  public void stop(byte[] lastBytes) {
    context.runOnContext(_ -> stopNow(lastBytes));
  }

  private void stopNow(byte[] lastBytes) {
    if (end.isDone()) {
      return;
    }
    answer.cancel();
    flush();
    if (lastBytes.length > 0) {
      response.write(Buffer.buffer(lastBytes));
    }
    end.complete(End.STOPPED);
    response.end();
  }

  @Override
  public void bytes(Buffer bytes) {
    watch(bytes);
    if (joined == null) {
      joined = bytes;
    } else {
      joined =
          Buffer.buffer(joined.length() + bytes.length()).appendBuffer(joined).appendBuffer(bytes);
    }
    if (!flushing) {
      flushing = true;
      context.runOnContext(_ -> flush());
    }
  }

  private void watch(Buffer bytes) {
    int length = bytes.length();
    if (length > lent.length) {
      lent = new byte[Math.max(length, lent.length * 2)];
    }
    bytes.getBytes(0, length, lent, 0);
    try {
      watcher.see(lent, 0, length);
    } catch (RuntimeException e) {
      Server.LOG.warn("a byte watcher failed; the answer goes on", e);
    }
  }

  private void flush() {
    flushing = false;
    if (joined == null || response.ended() || response.closed()) {
      joined = null;
      return;
    }
    var bytes = joined;
    joined = null;
    response.write(bytes);
    if (response.writeQueueFull()) {
      answer.pause();
    }
  }

  @Override
  public void ended() {
    flush();
    if (end.complete(End.COMPLETE)) {
      response.end();
    }
  }

  @Override
  public void failed(Throwable why) {
    flush();
    if (end.complete(End.UPSTREAM_CUT)) {
      response.reset();
    }
  }

  private void gone() {
    if (end.complete(End.CLIENT_GONE)) {
      answer.cancel();
    }
  }
}
