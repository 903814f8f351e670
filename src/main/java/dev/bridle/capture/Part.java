package dev.bridle.capture;

import java.util.Arrays;

/**
 * A request or an answer as it is kept.
 *
 * @param truncated whether there was more than these bytes
 */
public record Part(byte[] bytes, boolean truncated) {
  /** The most that is kept of a request, and of an answer. */
  public static final int MOST_BYTES = 1 << 20;

  /** The beginning of a whole; the bytes are only copied when there is more of them. */
  static Part of(byte[] whole) {
    return whole.length <= MOST_BYTES
        ? new Part(whole, false)
        : new Part(Arrays.copyOf(whole, MOST_BYTES), true);
  }
}
