package dev.bridle.policy;

import java.util.Locale;

/** A pattern in which {@code *} stands for any characters, slashes too. */
public record Glob(String pattern) {
  static final int LONGEST = 200;

  /** What is wrong with a pattern, or an empty text. */
  static String problem(String pattern) {
    if (pattern.isBlank()) {
      return "must not be blank";
    }
    if (pattern.length() > LONGEST) {
      return "has at most " + LONGEST + " characters";
    }
    return pattern.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))
        ? "must not hold white space"
        : "";
  }

  public boolean matches(String text) {
    // Where the last star stands and what it has taken: it takes one more when the rest fails.
    int star = -1;
    int taken = 0;
    int at = 0;
    int in = 0;
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        taken = in;
      } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++taken;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(c -> c == '*');
  }

  /** For names that a provider might read in any case. */
  boolean matchesAnyCase(String text) {
    return new Glob(pattern.toLowerCase(Locale.ROOT)).matches(text.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return pattern;
  }
}
