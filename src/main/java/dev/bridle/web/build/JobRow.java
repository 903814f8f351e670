package dev.bridle.web.build;

import dev.bridle.build.BuildChange;
import dev.bridle.build.Job;
import dev.bridle.build.JobType;
import dev.bridle.pipeline.JobReferences;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job in a list.
 *
 * @param attempt 0 for the first one
 * @param isRetried whether another attempt came after it
 */
public record JobRow(
    String id,
    String address,
    boolean isWait,
    String state,
    String label,
    @Nullable String groupId,
    long attempt,
    boolean isRetried,
    @Nullable Long exitStatus,
    @Nullable Elapsed elapsed,
    Instant now) {
  private static final int LONGEST_LABEL = 200;

  static JobRow of(BuildAddress build, Job job, Instant now) {
    return new JobRow(
        job.id(),
        build.job(job.id()),
        job.type() == JobType.WAITER,
        job.shownState(),
        label(job.type(), job.label(), job.command()),
        job.groupId(),
        job.attempt(),
        job.retriedIn() != null,
        job.exitStatus(),
        Elapsed.of(job.startedAt(), job.finishedAt()),
        now);
  }

  static JobRow of(BuildAddress build, BuildChange.OfJob job, Instant now) {
    return new JobRow(
        job.id(),
        build.job(job.id()),
        job.type() == JobType.WAITER,
        job.state(),
        label(job.type(), job.label(), job.commandBeginning()),
        job.groupId(),
        job.attempt(),
        job.retriedIn() != null,
        job.exitStatus(),
        Elapsed.of(job.startedAt(), job.finishedAt()),
        now);
  }

  /** What people call it: its label, else the first line of its command. */
  private static String label(JobType type, @Nullable String label, String command) {
    String text = Objects.requireNonNullElse(label, command);
    String line = JobReferences.shown(text).strip().lines().findFirst().orElse("");
    if (line.isEmpty()) {
      return type == JobType.WAITER ? "wait" : "Command";
    }
    return line.length() <= LONGEST_LABEL
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_LABEL / 2)) + "…";
  }

  /** What its build's configuration left out never ran, and did not fail. */
  public boolean hasFailed() {
    return state.equals("failed");
  }

  /** The state as it reads: "waiting failed". */
  public String stateWords() {
    return state.replace('_', ' ');
  }
}
