package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
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
    /** Not a byte followed the head, and the client has not been told anything yet. */
    NOTHING_CAME,
    /** This side ended it early. */
    STOPPED
  }

  /** So long a stream that is to stop waits for the rest of an event. */
  private static final long REST_OF_EVENT_MS = 500;

  /** What a watcher is lent, one for all answers of an event loop. */
  private static final ThreadLocal<byte[]> LENT = ThreadLocal.withInitial(() -> new byte[16384]);

  private final Context context;
  private final HttpServerResponse response;
  private final Answer answer;
  private final ByteWatcher watcher;
  private final ByteFilter filter;
  private final BooleanSupplier goesOnWithoutClient;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private @Nullable Buffer joined;

  /** Whether what is joined was copied, so that more can be appended. */
  private boolean owned;

  private final long length;
  private long seen;
  private final EventEnd eventEnd = new EventEnd();
  private volatile byte @Nullable [] lastWords;
  private boolean flushing;
  private long seenBefore;
  private int silentParts;
  private boolean heldBack;

  /**
   * @param filter what of it goes on to the client
   * @param goesOnWithoutClient whether the rest is read, and watched, after the client has left
   */
  Relaying(
      Context context,
      HttpServerResponse response,
      Answer answer,
      ByteWatcher watcher,
      ByteFilter filter,
      BooleanSupplier goesOnWithoutClient) {
    this.context = context;
    this.response = response;
    this.answer = answer;
    this.watcher = watcher;
    this.filter = filter;
    this.goesOnWithoutClient = goesOnWithoutClient;
    this.length = answer.headers().first("content-length").map(Relaying::number).orElse(-1L);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  void start() {
    response.closeHandler(_ -> gone());
    response.exceptionHandler(_ -> gone());
    response.drainHandler(_ -> resume());
    answer.flowTo(this);
    if (response.closed()) {
      gone();
    }
  }

  /**
   * Completes before the client sees the end, so that what is queued there is queued before the
   * client can ask for it.
   */
  public CompletableFuture<End> end() {
    return end;
  }

  /** Reads no more for now, whatever the client could take. */
  public void hold() {
    if (lastWords == null) {
      heldBack = true;
      answer.pause();
    }
  }

  /** To a client that has left nothing is written any more, so its full queue holds up nothing. */
  public void goOn() {
    heldBack = false;
    if (response.closed() || !response.writeQueueFull()) {
      answer.resume();
    }
  }

  /** From now on the client gets a sign of life whenever nothing has come for a while. */
  public void keepAlive(Heartbeat heartbeat) {
    var vertx = context.owner();
    long timer = vertx.setPeriodic(heartbeat.partMillis(), _ -> watchSilence(heartbeat));
    var _ = end.whenComplete((_, _) -> vertx.cancelTimer(timer));
  }

  private void watchSilence(Heartbeat heartbeat) {
    silentParts = seen == seenBefore ? silentParts + 1 : 0;
    seenBefore = seen;
    if (silentParts >= Heartbeat.PARTS && isBetweenEvents() && heartbeat.begun().getAsBoolean()) {
      silentParts = 0;
      response.write(Buffer.buffer(heartbeat.bytes()));
    }
  }

  /** Whether all that has come is out, to a client that takes it. */
  private boolean isBetweenEvents() {
    return eventEnd.isHere()
        && joined == null
        && !end.isDone()
        && !response.closed()
        && !response.writeQueueFull();
  }

  private void resume() {
    if (!heldBack) {
      answer.resume();
    }
  }

  /**
   * Ends the stream early, after some last bytes; no event that comes from now on passes. An event
   * of which a part is out already goes first, if the rest of it comes soon: within it, the last
   * bytes would be taken for a part of it.
   */
  public void stop(byte[] lastBytes) {
    if (lastWords == null) {
      // At once: the loop may read what has come before it does what it is asked to.
      lastWords = lastBytes;
      context.runOnContext(_ -> stopSoon(lastBytes));
    }
  }

  private void stopSoon(byte[] lastBytes) {
    if (eventEnd.isHere() || response.closed()) {
      stopNow(lastBytes);
    } else {
      goOn();
      context.owner().setTimer(REST_OF_EVENT_MS, _ -> stopNow(lastBytes));
    }
  }

  private void stopNow(byte[] lastBytes) {
    flush();
    if (end.complete(End.STOPPED)) {
      answer.cancel();
      if (!response.closed()) {
        response.write(Buffer.buffer(lastBytes));
        response.end();
      }
    }
  }

  @Override
  public void bytes(Buffer bytes) {
    seen += bytes.length();
    watch(bytes);
    if (!response.closed() && !end.isDone()) {
      pass(filter.equals(ByteFilter.ALL) ? bytes : filtered(bytes));
    }
  }

  private void pass(Buffer bytes) {
    byte[] last = lastWords;
    int rest = last == null ? -1 : eventEnd.isHere() ? 0 : eventEnd.within(bytes);
    if (last == null || rest < 0) {
      eventEnd.pass(bytes);
      join(bytes);
    } else {
      join(bytes.slice(0, rest));
      stopNow(last);
    }
  }

  /** What was watched is still lent. */
  private Buffer filtered(Buffer bytes) {
    return Buffer.buffer(filter.pass(LENT.get(), 0, bytes.length()));
  }

  private void join(Buffer bytes) {
    if (bytes.length() == 0) {
      return;
    }
    if (joined == null) {
      joined = bytes;
      owned = false;
    } else if (owned) {
      joined.appendBuffer(bytes);
    } else {
      // With room to grow: many events may have come in this turn.
      joined =
          Buffer.buffer(4 * (joined.length() + bytes.length()))
              .appendBuffer(joined)
              .appendBuffer(bytes);
      owned = true;
    }
    if (!flushing) {
      flushing = true;
      context.runOnContext(_ -> flush());
    }
  }

  private void watch(Buffer bytes) {
    int length = bytes.length();
    byte[] lent = LENT.get();
    if (length > lent.length) {
      lent = new byte[Math.max(length, lent.length * 2)];
      LENT.set(lent);
    }
    bytes.getBytes(0, length, lent, 0);
    try {
      watcher.see(lent, 0, length);
    } catch (RuntimeException e) {
      Server.LOG.warn("a byte watcher failed; the answer goes on", e);
    }
  }

  /** The last bytes of a known length wait for {@link #ended}: with them the client is done. */
  private void flush() {
    flushing = false;
    if (length < 0 || seen < length) {
      writeJoined();
    }
  }

  private void writeJoined() {
    var bytes = joined;
    joined = null;
    if (bytes != null && !response.ended() && !response.closed()) {
      response.write(bytes);
      if (response.writeQueueFull()) {
        answer.pause();
      }
    }
  }

  /** And what the filter still held back. */
  private void writeRest() {
    byte[] rest = filter.rest();
    if (rest.length > 0) {
      join(Buffer.buffer(rest));
    }
    writeJoined();
  }

  @Override
  public void ended() {
    if (end.complete(End.COMPLETE) && !response.closed()) {
      writeRest();
      response.end();
    }
  }

  @Override
  public void failed(Throwable why) {
    writeRest();
    if (end.isDone() || response.closed()) {
      end.complete(End.UPSTREAM_CUT);
    } else if (response.headWritten()) {
      end.complete(End.UPSTREAM_CUT);
      response.reset();
    } else {
      response.headers().clear();
      response.setChunked(false);
      end.complete(End.NOTHING_CAME);
    }
  }

  private void gone() {
    if (end.isDone()) {
      return;
    }
    if (goesOnWithoutClient.getAsBoolean()) {
      resume();
    } else if (end.complete(End.CLIENT_GONE)) {
      answer.cancel();
    }
  }
}
