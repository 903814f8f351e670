package dev.bridle.http;

import io.vertx.core.buffer.Buffer;

/**
 * Where events of a stream end: behind an empty line. What is written anywhere else would become
 * part of the event that stands there.
 */
final class EventEnd {
  /**
   * Ends of lines since the last byte of a line; before the first event there is nothing to end.
   */
  private int linesEnded = 2;

  /** Whether an event has just ended, or none has begun. */
  boolean isHere() {
    return linesEnded >= 2;
  }

  /** Takes all of these bytes. */
  void pass(Buffer bytes) {
    int begin = bytes.length();
    while (begin > 0 && isOfLineEnd(bytes.getByte(begin - 1))) {
      begin--;
    }
    if (begin > 0) {
      linesEnded = 0;
    }
    for (int i = begin; i < bytes.length(); i++) {
      linesEnded += bytes.getByte(i) == '\n' ? 1 : 0;
    }
  }

  /** How many of these bytes belong to the event that was not over; -1 when all of them may. */
  int within(Buffer bytes) {
    int ended = linesEnded;
    for (int i = 0; i < bytes.length(); i++) {
      byte b = bytes.getByte(i);
      if (!isOfLineEnd(b)) {
        ended = 0;
      } else if (b == '\n' && ++ended >= 2) {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean isOfLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }
}
