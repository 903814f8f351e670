package dev.bridle.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that is different in a build now. Each says all that is so, not what was before. */
public sealed interface BuildChange {
  /**
   * A job as it is now.
   *
   * @param commandBeginning so much of its command as tells it from others
   */
  record OfJob(
      String id,
      String stepId,
      @Nullable String groupId,
      @Nullable String groupKey,
      JobType type,
      String state,
      @Nullable String label,
      String commandBeginning,
      @Nullable String stepKey,
      long position,
      long attempt,
      @Nullable String retriedIn,
      @Nullable String agentId,
      @Nullable Long exitStatus,
      @Nullable Instant scheduledAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt)
      implements BuildChange {}

  /** The build as it is now; whoever has seen this has seen all changes up to the revision. */
  record OfBuild(
      String id,
      long revision,
      BuildState state,
      String commit,
      String message,
      @Nullable Instant startedAt,
      @Nullable Instant failingAt,
      @Nullable Instant finishedAt)
      implements BuildChange {}

  /** A job's log has so many bytes now. */
  record OfLog(String jobId, long size) implements BuildChange {}
}
