package dev.bridle.logs;

import java.nio.charset.StandardCharsets;

/** Finds the sequences in a line that change how a terminal shows what follows. */
final class Sgr {
  private static final int LONGEST = 100;

  private Sgr() {}

  /** The style that a line leaves switched on. */
  static Style after(Style before, byte[] line, int length) {
    Style style = before;
    for (int i = 0; i + 2 < length; i++) {
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

  private static int endOfNumbers(byte[] line, int from, int length) {
    int end = from;
    int most = Math.min(length, from + LONGEST);
    while (end < most && (line[end] >= '0' && line[end] <= ';')) {
      end++;
    }
    return end;
  }
}
