package dev.bridle.build;

import java.util.Locale;

/** Who wanted another attempt: a rule of the step, or a person. */
public enum RetryType {
  AUTOMATIC,
  MANUAL;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RetryType of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
