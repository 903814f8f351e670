package dev.bridle.build;

import java.util.Locale;

/** The kinds of job there are, under the names that REST uses. */
public enum JobType {
  /** Runs a command on an agent. */
  SCRIPT,
  /** Holds back what stands below it. */
  WAITER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static JobType of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
