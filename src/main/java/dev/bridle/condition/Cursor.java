package dev.bridle.condition;

import java.util.function.IntPredicate;

/** A place in a text that moves forward. */
final class Cursor {
  /** What {@link #peek} answers behind the last character. */
  static final int END = -1;

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  int peek() {
    return peek(0);
  }

  int peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  char take() {
    return text.charAt(at++);
  }

  /** Moves over a text if it stands here. */
  boolean takes(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  String takeWhile(IntPredicate wanted) {
    int from = at;
    while (!atEnd() && wanted.test(peek())) {
      at++;
    }
    return text.substring(from, at);
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isName(int c) {
    return isLetter(c) || isDigit(c);
  }
}
