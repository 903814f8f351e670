package dev.bridle.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts the bytes of a log into lines, however they come in pieces. Of a long line only the
 * beginning is kept, or what was written since it was last written over; the style that a line
 * begins with is known from those before it.
 */
final class LineSplitter {
  /** The most bytes of one line that are looked at. */
  static final int LONGEST_LINE = 64 << 10;

  private static final int SHORT = 256;

  /** Takes a line that has ended; the bytes are valid until it returns. */
  @FunctionalInterface
  interface Taker {
    /** Whether to go on. */
    boolean take(RawLine line);
  }

  /**
   * A line as it stands in the log.
   *
   * @param begin where it begins, at position -1 if it does not stand in the log
   * @param style what is switched on before the first of its bytes
   */
  record RawLine(
      Checkpoint begin, Style style, byte[] bytes, int length, boolean cut, LineHead head) {
    long number() {
      return begin.line();
    }
  }

  private final Taker taker;
  private byte[] line = new byte[SHORT];
  private int length;
  private boolean cut;
  private Checkpoint begin;
  private Style style;

  LineSplitter(Checkpoint from, Taker taker) {
    this.taker = taker;
    this.begin = from;
    this.style = from.style();
  }

  /** The line that has not ended yet. */
  RawLine unfinished() {
    return new RawLine(begin, style, line, length, cut, LineHead.of(line, length, begin.timeMs()));
  }

  /** Whether anything of a line has come that has not ended. */
  boolean hasUnfinished() {
    return length > 0;
  }

  /** The line that comes next, where it begins and how. */
  Checkpoint next() {
    return begin;
  }

  /** Takes the next bytes; whether to go on. */
  boolean feed(long position, byte[] bytes, int from, int to) {
    int rest = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, rest, i);
        rest = i + 1;
        if (!end(position + (rest - from))) {
          return false;
        }
      }
    }
    keep(bytes, rest, to);
    return true;
  }

  /** Takes text that does not stand in the log, between two lines of it. */
  boolean feedNotice(String notice, long position) {
    boolean goOn = length == 0 || end(-1);
    byte[] bytes = notice.getBytes(StandardCharsets.UTF_8);
    keep(bytes, 0, bytes.length);
    return goOn && end(position);
  }

  private void keep(byte[] bytes, int from, int to) {
    int fits = Math.min(to, from + LONGEST_LINE - length);
    put(bytes, from, fits);
    if (fits < to) {
      // What ends the whole line writes nothing over.
      int rest = Math.max(fits, lastReturn(bytes, fits, to - 1));
      forgetWrittenOver(bytes, fits, rest);
      put(bytes, rest, to);
    }
  }

  /** A line that is written over again and again, as by a bar of progress, is its last state. */
  private void forgetWrittenOver(byte[] bytes, int from, int rest) {
    int head = LineHead.lengthOfMark(line, length);
    int kept = rest > from ? length : lastReturn(line, head, length);
    if (kept < 0) {
      return;
    }
    style = Sgr.after(style, line, kept);
    System.arraycopy(line, kept, line, head, length - kept);
    length = head + length - kept;
    if (rest > from) {
      style = Sgr.after(style, Arrays.copyOfRange(bytes, from, rest), rest - from);
      cut = false;
    }
  }

  private static int lastReturn(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\r') {
        return i;
      }
    }
    return -1;
  }

  private void put(byte[] bytes, int from, int to) {
    int more = Math.min(to - from, LONGEST_LINE - length);
    cut |= more < to - from;
    if (length + more > line.length) {
      int room = Math.max(length + more, Math.min(LONGEST_LINE, line.length * 2));
      line = Arrays.copyOf(line, room);
    }
    System.arraycopy(bytes, from, line, length, more);
    length += more;
  }

  private boolean end(long nextStart) {
    var ended = unfinished();
    boolean goOn = taker.take(ended);
    begin =
        new Checkpoint(
            nextStart, begin.line() + 1, Sgr.after(style, line, length), ended.head().timeMs());
    style = begin.style();
    length = 0;
    cut = false;
    if (line.length > SHORT * 16) {
      line = new byte[SHORT]; // One long line must not be kept for ever.
    }
    return goOn;
  }
}
