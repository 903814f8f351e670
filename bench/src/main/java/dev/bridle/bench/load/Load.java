package dev.bridle.bench.load;

import java.time.Duration;

/** A pattern in which calls are made. */
public sealed interface Load permits ClosedLoop, OpenLoop {
  /** Connections at most. */
  int connections();

  /** How long it takes when nothing is late. */
  Duration duration();

  /** On the event loop: makes the calls, and says when the last one is over. */
  void start(Lanes lanes, Tally tally, Runnable over);
}
