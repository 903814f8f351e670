package dev.bridle.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Looks for a text in the lines of a log, and stops after so many bytes or finds. */
final class LogSearch implements LineSplitter.Taker {
  private static final long MOST_BYTES = 4L << 20;
  private static final int AROUND = 150;
  private static final Pattern ERASE = Pattern.compile("\u001b\\[[012]?K");

  private final String wanted;
  private final byte[] wantedBytes;
  private final boolean isAscii;
  private final AsciiLine ascii = new AsciiLine();
  private final long from;
  private final int most;
  private final List<LogFinds.Find> finds = new ArrayList<>();
  private long bytes;
  private OptionalLong next = OptionalLong.empty();

  LogSearch(String text, long from, int most) {
    this.wanted = text.toLowerCase(Locale.ROOT);
    this.wantedBytes = wanted.getBytes(StandardCharsets.UTF_8);
    this.isAscii = wanted.length() == wantedBytes.length && !wanted.isEmpty();
    this.from = from;
    this.most = most;
  }

  List<LogFinds.Find> finds() {
    return finds;
  }

  OptionalLong next() {
    return next;
  }

  @Override
  public boolean take(LineSplitter.RawLine line) {
    if (line.number() < from) {
      return true;
    }
    if (finds.size() == most || bytes >= MOST_BYTES) {
      next = OptionalLong.of(line.number());
      return false;
    }
    bytes += line.length() + 1;
    look(line);
    return true;
  }

  private void look(LineSplitter.RawLine line) {
    if (isAscii && ascii.read(line.bytes(), line.length()) && !ascii.contains(wantedBytes)) {
      return;
    }
    String text = readable(line);
    int column = text.toLowerCase(Locale.ROOT).indexOf(wanted);
    if (column >= 0) {
      finds.add(new LogFinds.Find(line.number(), column, around(text, column)));
    }
  }

  /** What a reader sees: codes vanish, and what was written over is gone. */
  static String readable(LineSplitter.RawLine line) {
    String text = new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    int end = text.endsWith("\r") ? text.length() - 1 : text.length();
    boolean plain = text.indexOf('\u001b') < 0 && text.lastIndexOf('\r', end - 1) < 0;
    if (plain) {
      return text.substring(0, end);
    }
    boolean overwritten = text.lastIndexOf('\r', end - 1) >= 0 || text.indexOf('\b') >= 0;
    if (!overwritten && !ERASE.matcher(text).find()) {
      return Ansi.without(text.substring(0, end));
    }
    return LogLines.shown(line).text();
  }

  private String around(String text, int column) {
    int end = Math.min(text.length(), column + wanted.length() + AROUND);
    // In lower case some letters are longer.
    int begin = Math.min(end, Math.max(0, column - AROUND));
    return text.substring(begin, end);
  }
}
