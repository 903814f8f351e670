package dev.bridle.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** An answer coming in over a connection; cut when nothing comes for too long. */
final class ReceivedAnswer extends Answer {
  /** Silence is measured in so many parts of what is allowed. */
  private static final int PARTS = 4;

  private final Vertx vertx;
  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final Duration idle;
  private final Headers headers;
  private @Nullable Taker taker;
  private @Nullable Throwable cut;
  private boolean endedBefore;
  private boolean done;
  private boolean paused;
  private int silentParts;
  private long timer = -1;

  ReceivedAnswer(
      Vertx vertx, HttpClientRequest request, HttpClientResponse response, Duration idle) {
    this.vertx = vertx;
    this.request = request;
    this.response = response;
    this.idle = idle;
    this.headers = headersOf(response);
    response.pause();
    // The end may come before anyone takes the bytes: it must not be lost, and handlers could
    // not be set any more then.
    response.handler(this::arrived);
    response.exceptionHandler(this::cut);
    response.endHandler(_ -> ended());
  }

  private static Headers headersOf(HttpClientResponse response) {
    var lines = new ArrayList<Headers.Line>();
    response.headers().forEach((name, value) -> lines.add(new Headers.Line(name, value)));
    return new Headers(lines);
  }

  @Override
  public int status() {
    return response.statusCode();
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  void flowTo(Taker to) {
    taker = to;
    timer = vertx.setPeriodic(Math.max(1, idle.toMillis() / PARTS), _ -> watchSilence());
    response.resume();
    failAfterTheRest();
    if (endedBefore) {
      ended();
    }
  }

  private void arrived(Buffer bytes) {
    silentParts = 0;
    if (!done && taker != null) {
      taker.bytes(bytes);
    }
  }

  private void ended() {
    if (taker == null) {
      endedBefore = true;
    } else if (!done) {
      finish();
      taker.ended();
    }
  }

  private void cut(Throwable why) {
    cut = why;
    failAfterTheRest();
  }

  /**
   * Bytes that came before a cut are still on their way to the taker: they go first. While the
   * taker is slow they wait, and so does the cut; with them may even come the end, as of a provider
   * that closes its connection behind an answer.
   */
  private void failAfterTheRest() {
    if (cut != null && taker != null && !paused) {
      vertx.runOnContext(_ -> vertx.runOnContext(_ -> failIfCut()));
    }
  }

  private void failIfCut() {
    if (cut != null && !paused) {
      failed(cut);
    }
  }

  private void failed(Throwable why) {
    if (!done) {
      finish();
      if (taker != null) {
        taker.failed(why);
      }
    }
  }

  /** Silence while the client is slow is the client's, not the upstream's. */
  private void watchSilence() {
    silentParts = paused ? 0 : silentParts + 1;
    if (silentParts > PARTS) {
      failed(
          new SendFailure(
              SendFailure.Kind.FIRST_BYTE_TIMEOUT, "silent for " + idle.toSeconds() + " s"));
      request.reset(Client.CANCEL);
    }
  }

  private void finish() {
    done = true;
    vertx.cancelTimer(timer);
  }

  @Override
  void pause() {
    paused = true;
    response.pause();
  }

  @Override
  void resume() {
    paused = false;
    silentParts = 0;
    response.resume();
    failAfterTheRest();
  }

  @Override
  public void cancel() {
    if (!done) {
      finish();
      request.reset(Client.CANCEL);
    }
  }
}
