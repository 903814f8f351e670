package dev.bridle.build;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may run next, and what that makes of the build. The rules:
 *
 * <ul>
 *   <li>A wait lets go when everything above it is over. If anything above failed it fails instead,
 *       unless it continues on failure; one that failed, or anything canceled, stops all below.
 *   <li>A command runs when the nearest wait above it has let go, and the job that uploaded it, if
 *       one did, has passed.
 *   <li>A build fails with its first failed or canceled command, and is over when all its jobs are.
 * </ul>
 */
final class StepGraph {
  /** A job as the rules see it. */
  record Node(
      String jobId,
      JobType type,
      JobState state,
      @Nullable Long exitStatus,
      boolean continueOnFailure,
      @Nullable String uploadedBy) {
    /** Whether it ended in a way that fails the build. */
    boolean failed() {
      return type == JobType.SCRIPT
          && (state == JobState.CANCELED
              || state == JobState.FINISHED && (exitStatus == null || exitStatus != 0));
    }

    private Node with(JobState next) {
      return new Node(jobId, type, next, exitStatus, continueOnFailure, uploadedBy);
    }
  }

  private final Map<String, JobState> moves = new LinkedHashMap<>();
  private final Map<String, Node> above = new HashMap<>();
  private @Nullable Node nearestWait;
  private boolean allOver = true;
  private boolean failed;
  private boolean stopped;

  /** Follows the rules from top to bottom: what a job waits for always stands above it. */
  StepGraph(List<Node> inOrder) {
    for (Node node : inOrder) {
      var now = node.state().undecided() ? node.with(next(node)) : node;
      if (now.state() != node.state()) {
        moves.put(node.jobId(), now.state());
      }
      passOver(now);
    }
  }

  private void passOver(Node node) {
    above.put(node.jobId(), node);
    allOver &= node.state().over();
    failed |= node.failed();
    stopped |= node.state() == JobState.CANCELED;
    // One that was taken out holds nothing back.
    if (node.type() == JobType.WAITER && node.state() != JobState.BROKEN) {
      nearestWait = node;
      stopped |= node.state() == JobState.WAITING_FAILED;
    }
  }

  private JobState next(Node node) {
    return node.type() == JobType.WAITER ? nextOfWait(node) : nextOfCommand(node);
  }

  private JobState nextOfWait(Node wait) {
    if (!allOver) {
      return JobState.WAITING;
    }
    boolean mayPass = !stopped && (!failed || wait.continueOnFailure());
    return mayPass ? JobState.FINISHED : JobState.WAITING_FAILED;
  }

  private JobState nextOfCommand(Node command) {
    Node uploader = command.uploadedBy() == null ? null : above.get(command.uploadedBy());
    if (isPending(nearestWait) || isPending(uploader)) {
      return JobState.WAITING;
    }
    boolean refused =
        nearestWait != null && nearestWait.state() != JobState.FINISHED
            || uploader != null && uploader.failed();
    return refused ? JobState.WAITING_FAILED : JobState.SCHEDULED;
  }

  private static boolean isPending(@Nullable Node node) {
    return node != null && !node.state().over();
  }

  /** Jobs that change their state now. */
  Map<String, JobState> moves() {
    return moves;
  }

  /** What a build in a state becomes by it; empty when it stays what it is. */
  Optional<BuildState> next(BuildState state) {
    var next =
        switch (state) {
          case PASSED, FAILED, CANCELED -> state;
          case CANCELING -> allOver ? BuildState.CANCELED : state;
          case SCHEDULED, RUNNING, FAILING -> {
            if (allOver) {
              yield failed ? BuildState.FAILED : BuildState.PASSED;
            }
            yield failed ? BuildState.FAILING : state;
          }
        };
    return next == state ? Optional.empty() : Optional.of(next);
  }
}
