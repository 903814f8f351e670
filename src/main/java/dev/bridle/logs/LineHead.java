package dev.bridle.logs;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a line says: when it was written, and whether a group begins.
 *
 * @param timeMs milliseconds since 1970; -1 when nobody has said
 * @param opens whether the group before it is to be shown
 */
record LineHead(long timeMs, LogGroup.@Nullable Kind kind, String title, boolean opens) {
  private static final byte[] PREFIX = "\u001b_bk;".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_PREFIX = 64;
  private static final int LONGEST_HEADER = 400;
  private static final int LONGEST_TITLE = 200;
  private static final String OPENS = "^^^ +++";

  /**
   * Reads a line's first bytes.
   *
   * @param beforeMs the time of the line before, from which some agents count
   */
  static LineHead of(byte[] line, int length, long beforeMs) {
    long timeMs = beforeMs;
    int from = 0;
    int end = endOfPrefix(line, length);
    if (end > 0) {
      timeMs = time(line, end, beforeMs);
      from = end + 1;
    }
    if (!mayBeHeader(line, Sgr.skip(line, from, length), length)) {
      return new LineHead(timeMs, null, "", false);
    }
    int shown = Math.min(length - from, LONGEST_HEADER);
    String text = Ansi.without(new String(line, from, shown, StandardCharsets.UTF_8)).strip();
    var kind = kind(text);
    String title = kind == null ? "" : text.substring(3).strip();
    return new LineHead(
        timeMs,
        kind,
        title.substring(0, Math.min(title.length(), LONGEST_TITLE)),
        text.startsWith(OPENS));
  }

  /** How many bytes the agent's mark takes at the beginning of a line; 0 when it has none. */
  static int lengthOfMark(byte[] line, int length) {
    return endOfPrefix(line, length) + 1;
  }

  /** Where the BEL of the agent's mark stands; -1 when the line has none. */
  private static int endOfPrefix(byte[] line, int length) {
    if (length < PREFIX.length) {
      return -1;
    }
    for (int i = 0; i < PREFIX.length; i++) {
      if (line[i] != PREFIX[i]) {
        return -1;
      }
    }
    int most = Math.min(length, LONGEST_PREFIX);
    for (int i = PREFIX.length; i < most; i++) {
      if (line[i] == 7) {
        return i;
      }
    }
    return -1;
  }

  /** {@code t=} is a moment, {@code dt=} what has passed since the line before. */
  private static long time(byte[] line, int end, long beforeMs) {
    boolean delta = line[PREFIX.length] == 'd';
    int from = PREFIX.length + (delta ? 3 : 2);
    if (from >= end || end - from > 15 || line[from - 2] != 't' || line[from - 1] != '=') {
      return beforeMs;
    }
    long number = 0;
    for (int i = from; i < end; i++) {
      if (line[i] < '0' || line[i] > '9') {
        return beforeMs;
      }
      number = number * 10 + line[i] - '0';
    }
    return !delta ? number : beforeMs < 0 ? -1 : beforeMs + number;
  }

  private static boolean mayBeHeader(byte[] line, int from, int length) {
    if (from >= length) {
      return false;
    }
    return switch (line[from]) {
      case '-', '+', '~', '^', 27 -> true;
      default -> false;
    };
  }

  private static LogGroup.@Nullable Kind kind(String text) {
    if (text.length() < 4 || text.charAt(3) != ' ' && text.charAt(3) != '\t') {
      return null;
    }
    return switch (text.substring(0, 3)) {
      case "---" -> LogGroup.Kind.COLLAPSED;
      case "+++" -> LogGroup.Kind.EXPANDED;
      case "~~~" -> LogGroup.Kind.MUTED;
      default -> null;
    };
  }
}
