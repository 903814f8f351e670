package dev.bridle.http;

import java.time.Duration;

/** Nothing came of a body for too long; nothing of it is kept. */
public final class Stalled extends RuntimeException {
  private final Duration idle;

  public Stalled(Duration idle) {
    super("nothing of the body came for " + idle.toSeconds() + " s", null, false, false);
    this.idle = idle;
  }

  public Duration idle() {
    return idle;
  }
}
