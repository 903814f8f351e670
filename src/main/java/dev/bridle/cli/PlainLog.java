package dev.bridle.cli;

import java.util.regex.Pattern;

/** A job's log as a terminal without colours would show it. */
final class PlainLog {
  private static final Pattern TIMES = Pattern.compile("\u001b_bk;[^\u0007]*\u0007");
  private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");

  private PlainLog() {}

  static String of(String raw) {
    String text = ESCAPES.matcher(TIMES.matcher(raw).replaceAll("")).replaceAll("");
    return text.replaceAll("\r+\n", "\n").replace('\r', '\n');
  }
}
