package dev.bridle.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a reader sees of a line, in lower case, made without a string: most lines that are searched
 * hold nothing that is sought. Lines with anything but ASCII and the commonest codes are left to
 * those who read them slowly.
 */
final class AsciiLine {
  private static final int ESCAPE = 27;
  private static final int BELL = 7;
  private static final int BACKSPACE = 8;

  private byte[] text = new byte[256];
  private int length;

  /** Reads a line; whether it is one of those that this can read. */
  boolean read(byte[] line, int lineLength) {
    int to = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
    if (text.length < to) {
      text = new byte[to];
    }
    length = 0;
    int at = 0;
    while (at >= 0 && at < to) {
      byte one = line[at];
      if (one == ESCAPE) {
        at = afterCode(line, at + 1, to);
      } else if (one < 0 || one == '\r' || one == BACKSPACE) {
        return false;
      } else {
        text[length++] = one >= 'A' && one <= 'Z' ? (byte) (one + 32) : one;
        at++;
      }
    }
    return at >= 0;
  }

  /** Where a code ends that began before this place; -1 if it is none that this knows. */
  private static int afterCode(byte[] line, int at, int to) {
    if (at >= to) {
      return -1;
    }
    return switch (line[at]) {
      case '[' -> afterNumbers(line, at + 1, to);
      case '_', ']' -> afterString(line, at + 1, to);
      default -> -1;
    };
  }

  /** A code that erases changes what was seen before it. */
  private static int afterNumbers(byte[] line, int from, int to) {
    int at = from;
    while (at < to && line[at] >= '0' && line[at] <= '?') {
      at++;
    }
    return at < to && line[at] >= '@' && line[at] <= '~' && line[at] != 'K' ? at + 1 : -1;
  }

  private static int afterString(byte[] line, int from, int to) {
    int at = from;
    while (at < to && line[at] >= ' ') {
      at++;
    }
    return at < to && line[at] == BELL ? at + 1 : -1;
  }

  boolean contains(byte[] wanted) {
    for (int i = 0; i <= length - wanted.length; i++) {
      if (text[i] == wanted[0]
          && Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return new String(text, 0, length, StandardCharsets.US_ASCII);
  }
}
