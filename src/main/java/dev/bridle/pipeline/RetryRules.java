package dev.bridle.pipeline;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When a step's job is run again: by itself, after failures that a rule is about, or by hand. */
public record RetryRules(List<Rule> automatic, Manual manual) {
  /** Nothing runs again by itself, and anyone may run what failed again. */
  public static final RetryRules USUAL = new RetryRules(List.of(), Manual.ALLOWED);

  static final String ANY = "*";
  static final String NONE = "none";
  private static final int HIGHEST_STATUS = 255;

  public RetryRules {
    automatic = List.copyOf(automatic);
  }

  /**
   * Which failures lead to another attempt, and how many such attempts there may be. What a list
   * says nothing about is not asked.
   */
  public record Rule(
      List<String> exitStatuses, List<String> signals, List<String> signalReasons, long limit) {
    public Rule {
      exitStatuses = List.copyOf(exitStatuses);
      signals = List.copyOf(signals);
      signalReasons = List.copyOf(signalReasons);
    }

    public boolean matches(
        long exitStatus, @Nullable String signal, @Nullable String signalReason) {
      return matchesStatus(exitStatus)
          && matchesWord(signals, signal == null ? null : signalName(signal))
          && matchesWord(signalReasons, signalReason);
    }

    private boolean matchesStatus(long exitStatus) {
      return exitStatuses.isEmpty()
          || exitStatuses.contains(Long.toString(exitStatus))
          || exitStatuses.contains(ANY) && exitStatus >= 1 && exitStatus <= HIGHEST_STATUS;
    }

    private static boolean matchesWord(List<String> wanted, @Nullable String word) {
      boolean isNone = word == null || word.isEmpty();
      return wanted.isEmpty() || wanted.contains(ANY) || wanted.contains(isNone ? NONE : word);
    }
  }

  /** What a person may do. */
  public record Manual(boolean allowed, boolean permitOnPassed, @Nullable String reason) {
    static final Manual ALLOWED = new Manual(true, false, null);
  }

  /** The rule that decides about a failure, as its place in the list; -1 when none does. */
  public int deciding(long exitStatus, @Nullable String signal, @Nullable String signalReason) {
    for (int i = 0; i < automatic.size(); i++) {
      if (automatic.get(i).matches(exitStatus, signal, signalReason)) {
        return i;
      }
    }
    return -1;
  }

  /** A signal as rules name it: {@code SIGTERM} and {@code term} are both {@code TERM}. */
  static String signalName(String written) {
    String name = written.strip().toUpperCase(Locale.ROOT);
    return name.startsWith("SIG") ? name.substring("SIG".length()) : name;
  }
}
