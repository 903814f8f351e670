package dev.bridle.build;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job is doing. A wait step is a job too; it never meets an agent. */
public enum JobState {
  /** Made, and not looked at yet. */
  PENDING,
  /** Something above it is not over. */
  WAITING,
  /** Something above it failed, so it never runs. */
  WAITING_FAILED,
  /** The build's own configuration took it out. */
  BROKEN,
  /** Any matching agent may have it. */
  SCHEDULED,
  /** Offered to an agent. */
  ASSIGNED,
  /** Taken by the agent, which has its token from now on. */
  ACCEPTED,
  RUNNING,
  /** The agent has yet to notice that it should stop. */
  CANCELING,
  FINISHED,
  CANCELED;

  private static final Set<JobState> OVER = EnumSet.of(WAITING_FAILED, BROKEN, FINISHED, CANCELED);
  private static final Set<JobState> NOT_STARTED =
      EnumSet.of(PENDING, WAITING, SCHEDULED, ASSIGNED, ACCEPTED);
  private static final Set<JobState> UNTOUCHED = EnumSet.of(PENDING, WAITING, SCHEDULED);
  private static final Set<JobState> WITH_AN_AGENT =
      EnumSet.of(ASSIGNED, ACCEPTED, RUNNING, CANCELING);
  private static final Set<JobState> ON_AN_AGENT = EnumSet.of(ACCEPTED, RUNNING, CANCELING);

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static JobState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The word of REST for it, where a finished job has passed or failed. */
  String shown(JobType type, @Nullable Long exitStatus) {
    if (this != FINISHED) {
      return word();
    }
    return type == JobType.WAITER || exitStatus != null && exitStatus == 0 ? "passed" : "failed";
  }

  /** Whether nothing more can happen to it. */
  public boolean over() {
    return OVER.contains(this);
  }

  /** Whether it waits for what stands above it. */
  boolean undecided() {
    return this == PENDING || this == WAITING;
  }

  static List<String> notStarted() {
    return words(NOT_STARTED);
  }

  /** Not even offered to an agent. */
  static List<String> untouched() {
    return words(UNTOUCHED);
  }

  /** On an agent, or offered to one. */
  static List<String> withAnAgent() {
    return words(WITH_AN_AGENT);
  }

  static List<String> onAnAgent() {
    return words(ON_AN_AGENT);
  }

  private static List<String> words(Set<JobState> states) {
    return Arrays.stream(values()).filter(states::contains).map(JobState::word).toList();
  }
}
