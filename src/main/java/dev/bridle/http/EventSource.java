package dev.bridle.http;

import java.time.Duration;
import java.util.List;

/** Where the events of a stream come from. */
public non-sealed interface EventSource extends Streamed, AutoCloseable {
  /**
   * The next events: a bounded piece of them, as soon as there are any. Empty when there were none
   * for so long, and at once when this is closed meanwhile.
   */
  List<ServerEvent> next(Duration atMost) throws InterruptedException;

  /** Whether nothing more will come, so that the stream ends too. */
  default boolean isOver() {
    return false;
  }

  /** Ends it, from any thread. */
  @Override
  void close();
}
