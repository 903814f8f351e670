package dev.bridle.capture;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes more may be held in memory for capture, by all calls together. */
final class Room {
  private final AtomicLong left;

  Room(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void give(long bytes) {
    left.addAndGet(bytes);
  }
}
