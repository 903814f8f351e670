package dev.bridle.logs;

import java.util.regex.Pattern;

/** The control codes that programs send to terminals. */
final class Ansi {
  /** A colour code: its numbers are group 1. */
  static final Pattern COLOUR = Pattern.compile("\u001b\\[([0-9;]*)m");

  /** Strings for the terminal itself (APC, OSC and their kin), and every other code. */
  private static final Pattern CODES =
      Pattern.compile(
          "\u001b[_\\]PX^][^\u0007\u001b]*(?:\u0007|\u001b\\\\)"
              + "|\u001b\\[[0-?]*[ -/]*[@-~]"
              + "|\u001b[ -/]*[0-Z\\\\^-~]");

  private static final Pattern CODES_BUT_COLOURS =
      Pattern.compile("(?!" + COLOUR.pattern() + ")(?:" + CODES.pattern() + ")");

  private Ansi() {}

  static String without(String text) {
    return CODES.matcher(text).replaceAll("");
  }

  static String onlyColours(String text) {
    return CODES_BUT_COLOURS.matcher(text).replaceAll("");
  }
}
