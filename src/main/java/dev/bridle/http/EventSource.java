package dev.bridle.http;

import java.time.Duration;
import java.util.List;

/** Where the events of a stream come from. */
public interface EventSource extends AutoCloseable {
  /**
   * The next events: a bounded piece of them, as soon as there are any. Empty when there were none
   * for so long, and at once when this is closed meanwhile.
   */
  List<ServerEvent> next(Duration atMost) throws InterruptedException;

  /** Ends it, from any thread. */
  @Override
  void close();
}
