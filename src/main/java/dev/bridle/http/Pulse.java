package dev.bridle.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * Asks a connection with HTTP/2 from time to time whether it lives. Many calls share it: one that
 * died in silence would take them all along, and every new one too.
 */
final class Pulse {
  private static final Buffer NOTHING = Buffer.buffer(new byte[8]);

  /** A question can wait behind a large request on a slow line. */
  private static final int PATIENCE = 3;

  private final HttpConnection connection;
  private int unanswered;

  private Pulse(HttpConnection connection) {
    this.connection = connection;
  }

  /**
   * Closes the connection when it leaves a question unanswered for some times that long. Goes on
   * until the returned task is run.
   */
  static Runnable watch(Vertx vertx, HttpConnection connection, Duration every) {
    var pulse = new Pulse(connection);
    long timer = vertx.setPeriodic(every.toMillis(), _ -> pulse.ask());
    return () -> vertx.cancelTimer(timer);
  }

  private void ask() {
    if (unanswered == PATIENCE) {
      connection.close();
    } else if (unanswered == 0) {
      connection.ping(NOTHING).onSuccess(_ -> unanswered = 0);
    }
    unanswered++;
  }
}
