package dev.bridle.condition;

import java.util.regex.Pattern;

/**
 * A text that can only be read until a deadline: some regular expressions would look for a match
 * for years.
 */
final class TimedText implements CharSequence {
  /** How many characters are read between two looks at the clock. */
  private static final int STRIDE = 16;

  private final String text;
  private final Deadline deadline;
  private int reads;

  private TimedText(String text, Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  static boolean found(Pattern pattern, String text, Deadline deadline) {
    if (deadline.passed()) {
      throw tooSlow();
    }
    try {
      return pattern.matcher(new TimedText(text, deadline)).find();
    } catch (StackOverflowError e) {
      throw new Failure("a regular expression is too complex for its text");
    }
  }

  private static Failure tooSlow() {
    return new Failure("a regular expression takes too long to match");
  }

  @Override
  public char charAt(int index) {
    if (++reads % STRIDE == 0 && deadline.passed()) {
      throw tooSlow();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
