package dev.bridle.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The streams of events that are open now: so many at most, and none after the end. */
final class EventStreams {
  private static final Reply TOO_MANY =
      Reply.message(429, "Too many streams of events are open; end some and try again.")
          .with("Retry-After", "5");
  private static final Reply ENDING =
      Reply.message(503, "The server is stopping.").with("Retry-After", "1");

  private final Executor threads;
  private final EventPace pace;
  private final Set<ServerEvents> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  EventStreams(Executor threads, EventPace pace) {
    this.threads = threads;
    this.pace = pace;
  }

  /** On the exchange's event loop: answers with a stream. */
  void answer(Exchange exchange, Reply reply, EventSource source) {
    if (ending || open.size() >= pace.most() || exchange.isHead()) {
      source.close();
      exchange.reply(ending ? ENDING : exchange.isHead() ? reply : TOO_MANY);
      return;
    }
    var stream = exchange.stream(reply, source, pace);
    open.add(stream);
    if (ending) {
      stream.end(); // It came in between.
    }
    threads.execute(() -> {
      try {
        stream.run();
      } finally {
        open.remove(stream);
      }
    });
  }

  /** Ends all of them, and takes no new ones. */
  void end() {
    ending = true;
    open.forEach(ServerEvents::end);
  }
}
