package dev.bridle.logs;

import java.nio.charset.StandardCharsets;

/** Finds the sequences in a line that change how a terminal shows what follows. */
final class Sgr {
  private static final int LONGEST = 100;

  private Sgr() {}

  /** The style that a line leaves switched on. */
  static Style after(Style before, byte[] line, int length) {
    // Most lines end with a reset: then nothing before it matters.
    int reset = endOfLastReset(line, length);
    Style style = reset > 0 ? Style.PLAIN : before;
    for (int i = reset; i + 2 < length; i++) {
      if (line[i] == 27 && line[i + 1] == '[') {
        int end = endOfNumbers(line, i + 2, length);
        if (end < length && line[end] == 'm') {
          style = style.after(new String(line, i + 2, end - i - 2, StandardCharsets.US_ASCII));
        }
        i = end - 1;
      }
    }
    return style;
  }

  private static int endOfLastReset(byte[] line, int length) {
    for (int i = length - 3; i >= 0; i--) {
      if (line[i] == 27 && line[i + 1] == '[') {
        if (line[i + 2] == 'm') {
          return i + 3;
        }
        if (line[i + 2] == '0' && i + 3 < length && line[i + 3] == 'm') {
          return i + 4;
        }
      }
    }
    return 0;
  }

  /** Where the first byte stands that is no such sequence. */
  static int skip(byte[] line, int from, int length) {
    int at = from;
    while (at + 2 < length && line[at] == 27 && line[at + 1] == '[') {
      int end = endOfNumbers(line, at + 2, length);
      if (end >= length || line[end] != 'm') {
        return at;
      }
      at = end + 1;
    }
    return at;
  }

  private static int endOfNumbers(byte[] line, int from, int length) {
    int end = from;
    int most = Math.min(length, from + LONGEST);
    while (end < most && (line[end] >= '0' && line[end] <= ';')) {
      end++;
    }
    return end;
  }
}
