package dev.bridle.build;

import java.util.Locale;
import java.util.Set;

/** What a build is doing. */
public enum BuildState {
  SCHEDULED,
  RUNNING,
  FAILING,
  PASSED,
  FAILED,
  CANCELING,
  CANCELED;

  private static final Set<BuildState> OVER = Set.of(PASSED, FAILED, CANCELED);
  private static final Set<BuildState> STOPPABLE = Set.of(SCHEDULED, RUNNING, FAILING);

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static BuildState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether nothing more can happen in it. */
  public boolean over() {
    return OVER.contains(this);
  }

  /** Whether someone may still cancel it, or a job of it add steps. */
  public boolean underWay() {
    return STOPPABLE.contains(this);
  }
}
