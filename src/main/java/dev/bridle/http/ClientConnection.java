package dev.bridle.http;

import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** Whose turn it is on a connection of a client, and since when; known on its event loop only. */
final class ClientConnection {
  private final HttpConnection connection;
  private boolean clientsTurn = true;
  private long sinceNanos;
  private @Nullable Runnable stalled;

  ClientConnection(HttpConnection connection, long nowNanos) {
    this.connection = connection;
    this.sinceNanos = nowNanos;
  }

  /** The head of a request has come. */
  void asked() {
    clientsTurn = false;
  }

  /**
   * Its body is waited for.
   *
   * @param orElse runs when it does not come
   */
  void awaitBody(Runnable orElse) {
    clientsTurn = true;
    stalled = orElse;
    heard();
  }

  /** A piece of the body has come. */
  void heard() {
    sinceNanos = System.nanoTime();
  }

  /** The whole body has come, or no more of it is wanted. */
  void bodyOver() {
    clientsTurn = false;
    stalled = null;
  }

  /** The next request may come. */
  void answered() {
    clientsTurn = true;
    stalled = null;
    heard();
  }

  void endIfSilentSince(long limitNanos) {
    if (!clientsTurn || sinceNanos - limitNanos > 0) {
      return;
    }
    if (stalled == null) {
      connection.close();
    } else {
      var tell = stalled;
      bodyOver();
      tell.run();
    }
  }
}
