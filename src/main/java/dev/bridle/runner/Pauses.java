package dev.bridle.runner;

import java.time.Duration;

/** How waiting is done; tests wait less. */
@FunctionalInterface
public interface Pauses {
  Pauses REAL = Thread::sleep;

  void pause(Duration howLong) throws InterruptedException;
}
