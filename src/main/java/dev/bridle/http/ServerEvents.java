package dev.bridle.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** One stream of events to one reader, on a virtual thread of its own. */
final class ServerEvents implements Runnable {
  /** Tells browsers how soon to come again, in milliseconds. */
  private static final String BEGINNING = "retry: 1000\n\n";

  private static final String SIGN_OF_LIFE = ":\n\n";

  private final Pieces pieces;
  private final EventSource source;
  private final EventPace pace;
  private volatile boolean ended;

  ServerEvents(Pieces pieces, EventSource source, EventPace pace) {
    this.pieces = pieces;
    this.source = source;
    this.pace = pace;
  }

  /** Ends the stream in good order, from any thread. */
  void end() {
    ended = true;
    source.close();
  }

  @Override
  public void run() {
    long until = System.nanoTime() + pace.longest().toNanos();
    try {
      send(BEGINNING);
      while (!ended && System.nanoTime() < until) {
        var events = source.next(pace.heartbeat());
        if (source.isOver()) {
          break;
        }
        if (!ended) {
          send(events.isEmpty() ? SIGN_OF_LIFE : text(events));
        }
      }
      pieces.end();
    } catch (IOException e) {
      pieces.cut(); // It takes nothing, or it has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pieces.cut();
    } catch (RuntimeException e) {
      Server.LOG.error("a stream of events ends early: {}", e.getMessage());
      pieces.cut();
    } finally {
      source.close();
    }
  }

  private static String text(List<ServerEvent> events) {
    var text = new StringBuilder();
    events.forEach(event -> event.appendTo(text));
    return text.toString();
  }

  private void send(String text) throws IOException {
    pieces.send(Buffer.buffer(text));
  }
}
