package dev.bridle.logs;

/**
 * A place in a log at which reading can begin.
 *
 * @param position of the first byte of a line
 * @param line that line's number
 * @param style what the lines before it have left switched on
 * @param timeMs when the line before it was written; -1 when nobody has said
 */
record Checkpoint(long position, long line, Style style, long timeMs) {
  static final Checkpoint BEGINNING = new Checkpoint(0, 1, Style.PLAIN, -1);
}
