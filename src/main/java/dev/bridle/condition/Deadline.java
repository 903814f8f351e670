package dev.bridle.condition;

import java.time.Duration;

/** The moment until which regular expressions may look for a match. */
public final class Deadline {
  private final long startNanos = System.nanoTime();
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  public static Deadline in(Duration time) {
    return new Deadline(time.toNanos());
  }

  public boolean passed() {
    return System.nanoTime() - startNanos > nanos;
  }
}
