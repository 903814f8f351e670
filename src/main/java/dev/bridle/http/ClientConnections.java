package dev.bridle.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The connections of one event loop. Those on which it is the client's turn for too long are ended:
 * who sends nothing, half a head or half a body would hold them for ever.
 */
final class ClientConnections {
  /** Silence is noticed at most so much later than allowed. */
  private static final int PARTS = 4;

  private final Duration idle;
  private final Map<HttpConnection, ClientConnection> open = new HashMap<>();

  ClientConnections(Duration idle) {
    this.idle = idle;
  }

  void watch(Vertx vertx) {
    vertx.setPeriodic(Math.max(1, idle.toMillis() / PARTS), _ -> endTheSilent());
  }

  void add(HttpConnection connection) {
    open.put(connection, new ClientConnection(connection, System.nanoTime()));
    connection.closeHandler(_ -> open.remove(connection));
  }

  /** The one on which a request came. */
  ClientConnection of(HttpConnection connection) {
    return open.computeIfAbsent(connection, it -> new ClientConnection(it, System.nanoTime()));
  }

  private void endTheSilent() {
    long limit = System.nanoTime() - idle.toNanos();
    // Ending one takes it out of the map.
    List.copyOf(open.values()).forEach(connection -> connection.endIfSilentSince(limit));
  }

  Duration idle() {
    return idle;
  }
}
