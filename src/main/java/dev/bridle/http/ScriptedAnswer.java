package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Plays its pieces on the taker's event loop, as slowly as they say. */
final class ScriptedAnswer extends Answer {
  private final int status;
  private final Headers headers;
  private final List<Piece> pieces;
  private @Nullable Context context;
  private @Nullable Taker taker;
  private int next;
  private boolean paused;
  private boolean waiting;
  private boolean canceled;

  ScriptedAnswer(int status, Headers headers, List<Piece> pieces) {
    this.status = status;
    this.headers = headers;
    this.pieces = pieces;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  void flowTo(Taker to) {
    context = Objects.requireNonNull(Vertx.currentContext());
    taker = to;
    step();
  }

  private void step() {
    if (paused || waiting || canceled) {
      return;
    }
    if (next == pieces.size()) {
      canceled = true;
      Objects.requireNonNull(taker).ended();
      return;
    }
    waiting = true;
    long pauseMs = pieces.get(next).pause().toMillis();
    var loop = Objects.requireNonNull(context);
    if (pauseMs > 0) {
      loop.owner().setTimer(pauseMs, _ -> play());
    } else {
      loop.runOnContext(_ -> play());
    }
  }

  private void play() {
    waiting = false;
    if (!canceled) {
      Objects.requireNonNull(taker).bytes(Buffer.buffer(pieces.get(next++).bytes()));
      step();
    }
  }

  @Override
  void pause() {
    paused = true;
  }

  @Override
  void resume() {
    paused = false;
    if (taker != null) {
      step();
    }
  }

  @Override
  public void cancel() {
    canceled = true;
  }
}
