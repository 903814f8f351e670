package dev.bridle.bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Finds the marks in an answer's body, however it is cut. A mark is {@code @} and nineteen digits:
 * the upstream's {@link System#nanoTime} when it wrote the event, which is the same clock in every
 * process of one machine.
 */
public final class Marks {
  public static final int DIGITS = 19;

  private int missing;
  private long value;

  /** A mark as it stands in a text. */
  public static byte[] text(long nanos) {
    return "@%019d".formatted(nanos).getBytes(StandardCharsets.US_ASCII);
  }

  public void scan(ByteBuf bytes, int from, int length, LongConsumer found) {
    int end = from + length;
    int at = from;
    while (at < end) {
      if (missing > 0) {
        at = digits(bytes, at, end, found);
      } else {
        int begin = bytes.indexOf(at, end, (byte) '@');
        if (begin < 0) {
          return;
        }
        missing = DIGITS;
        value = 0;
        at = begin + 1;
      }
    }
  }

  private int digits(ByteBuf bytes, int from, int end, LongConsumer found) {
    int at = from;
    while (at < end && missing > 0) {
      int digit = bytes.getByte(at++) - '0';
      if (digit < 0 || digit > 9) {
        missing = 0;
        return at;
      }
      value = value * 10 + digit;
      missing--;
      if (missing == 0) {
        found.accept(value);
      }
    }
    return at;
  }
}
