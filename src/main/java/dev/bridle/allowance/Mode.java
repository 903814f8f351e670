package dev.bridle.allowance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How strictly an allowance of money is kept. */
public enum Mode {
  /** Never over, at any moment: the worst case is held before a call is made. */
  HARD,
  /**
   * A slice is held, and topped up as a stream goes on. A stream can spend more than the allowance
   * by what it writes between two looks at it, thinking that is not shown included.
   */
  SOFT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Mode> find(String word) {
    return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
  }
}
