package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One stream of events to one reader, on a virtual thread of its own. The next piece is asked for
 * when the last one was taken, so that a slow reader costs no memory and holds up nobody; one that
 * takes nothing for a while is cut off.
 */
final class ServerEvents implements Runnable {
  /** Tells browsers how soon to come again, in milliseconds. */
  private static final String BEGINNING = "retry: 1000\n\n";

  private static final String SIGN_OF_LIFE = ":\n\n";

  private final Context context;
  private final HttpServerResponse response;
  private final EventSource source;
  private final EventPace pace;
  private volatile boolean ended;

  ServerEvents(Context context, HttpServerResponse response, EventSource source, EventPace pace) {
    this.context = context;
    this.response = response;
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
        if (!ended) {
          send(events.isEmpty() ? SIGN_OF_LIFE : text(events));
        }
      }
      context.runOnContext(_ -> response.end());
    } catch (TimeoutException | ExecutionException e) {
      context.runOnContext(_ -> response.reset()); // It takes nothing, or it has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      context.runOnContext(_ -> response.reset());
    } catch (RuntimeException e) {
      Server.LOG.error("a stream of events ends early: {}", e.getMessage());
      context.runOnContext(_ -> response.reset());
    } finally {
      source.close();
    }
  }

  private static String text(List<ServerEvent> events) {
    var text = new StringBuilder();
    events.forEach(event -> event.appendTo(text));
    return text.toString();
  }

  /** Returns when the system has taken the text. */
  private void send(String text) throws InterruptedException, ExecutionException, TimeoutException {
    var taken = new CompletableFuture<Void>();
    context.runOnContext(_ -> {
      Future<Void> written = response.write(Buffer.buffer(text));
      written.onComplete(result -> {
        if (result.succeeded()) {
          taken.complete(null);
        } else {
          taken.completeExceptionally(result.cause());
        }
      });
    });
    taken.get(pace.stalled().toMillis(), TimeUnit.MILLISECONDS);
  }
}
