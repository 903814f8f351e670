package dev.bridle.build;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may run next, and what that makes of the build. The rules:
 *
 * <ul>
 *   <li>A wait lets go when everything above it is over. If anything above failed it fails instead,
 *       unless it continues on failure; one that failed, or anything canceled, stops all below.
 *   <li>A wait in a group is about what stands above it in the group, and what that has uploaded.
 *       It holds back the rest of its group only.
 *   <li>A command runs when the nearest wait above it has let go, and the job that uploaded it, if
 *       one did, has passed. What stands first in a group looks to the wait above the group.
 *   <li>An attempt that was followed by another one counts no more: the last one decides.
 *   <li>A build fails with its first failed or canceled command, and is over when all its jobs are.
 * </ul>
 */
final class StepGraph {
  /**
   * A job as the rules see it.
   *
   * @param retriedIn the attempt that took its place
   */
  record Node(
      String jobId,
      JobType type,
      JobState state,
      @Nullable Long exitStatus,
      boolean continueOnFailure,
      @Nullable String uploadedBy,
      @Nullable String groupId,
      @Nullable String retriedIn) {
    /** Whether it ended in a way that fails the build. */
    boolean failed() {
      return type == JobType.SCRIPT
          && (state == JobState.CANCELED
              || state == JobState.FINISHED && (exitStatus == null || exitStatus != 0));
    }

    private Node with(JobState next) {
      return new Node(
          jobId, type, next, exitStatus, continueOnFailure, uploadedBy, groupId, retriedIn);
    }
  }

  /** A list of steps, the build's own or a group's, as far as it was read. */
  private static final class Scope {
    /** The wait that stands above all of a group. */
    private final @Nullable Node outerWait;

    private @Nullable Node nearestWait;
    private boolean allOver = true;
    private boolean failed;
    private boolean stopped;

    Scope(@Nullable Node outerWait) {
      this.outerWait = outerWait;
      this.nearestWait = outerWait;
    }

    void passOver(Node node) {
      allOver &= node.state().over();
      failed |= node.failed();
      stopped |= node.state() == JobState.CANCELED;
    }

    /** One that was taken out holds nothing back. */
    void passOverWait(Node wait) {
      if (wait.state() != JobState.BROKEN) {
        nearestWait = wait;
        stopped |= wait.state() == JobState.WAITING_FAILED;
      }
    }
  }

  private final Map<String, JobState> moves = new LinkedHashMap<>();
  private final Map<String, Node> above = new HashMap<>();
  private final Map<String, String> newer = new HashMap<>();
  private final Scope build = new Scope(null);
  private final Map<String, Scope> groups = new HashMap<>();

  /** The groups whose waits wait for a job, because it or who uploaded it stands in them. */
  private final Map<String, Set<Scope>> covering = new HashMap<>();

  /** Follows the rules from top to bottom: what a job waits for always stands above it. */
  StepGraph(List<Node> inOrder) {
    for (Node node : inOrder) {
      if (node.retriedIn() != null) {
        newer.put(node.jobId(), node.retriedIn());
        continue;
      }
      var own = scope(node);
      var now = node.state().undecided() ? node.with(next(node, own)) : node;
      if (now.state() != node.state()) {
        moves.put(node.jobId(), now.state());
      }
      passOver(now, own);
    }
  }

  private Scope scope(Node node) {
    return node.groupId() == null
        ? build
        : groups.computeIfAbsent(node.groupId(), _ -> new Scope(build.nearestWait));
  }

  private void passOver(Node node, Scope own) {
    above.put(node.jobId(), node);
    var covered = new HashSet<>(List.of(build, own));
    Node uploader = uploader(node);
    if (uploader != null) {
      covered.addAll(covering.getOrDefault(uploader.jobId(), Set.of()));
    }
    covering.put(node.jobId(), covered);
    covered.forEach(scope -> scope.passOver(node));
    if (node.type() == JobType.WAITER) {
      own.passOverWait(node);
    }
  }

  private @Nullable Node uploader(Node node) {
    String id = node.uploadedBy();
    while (id != null && newer.containsKey(id)) {
      id = newer.get(id);
    }
    return id == null ? null : above.get(id);
  }

  private JobState next(Node node, Scope own) {
    return node.type() == JobType.WAITER ? nextOfWait(node, own) : nextOfCommand(node, own);
  }

  private static JobState nextOfWait(Node wait, Scope own) {
    if (!own.allOver || isPending(own.outerWait)) {
      return JobState.WAITING;
    }
    boolean mayPass =
        !own.stopped && !isShut(own.outerWait) && (!own.failed || wait.continueOnFailure());
    return mayPass ? JobState.FINISHED : JobState.WAITING_FAILED;
  }

  private JobState nextOfCommand(Node command, Scope own) {
    Node uploader = uploader(command);
    if (isPending(own.nearestWait) || isPending(uploader)) {
      return JobState.WAITING;
    }
    boolean refused = isShut(own.nearestWait) || uploader != null && uploader.failed();
    return refused ? JobState.WAITING_FAILED : JobState.SCHEDULED;
  }

  private static boolean isPending(@Nullable Node node) {
    return node != null && !node.state().over();
  }

  /** Of a wait that is over and has not let go. */
  private static boolean isShut(@Nullable Node wait) {
    return wait != null && wait.state() != JobState.FINISHED;
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
          case CANCELING -> build.allOver ? BuildState.CANCELED : state;
          case SCHEDULED, RUNNING, FAILING -> underWay(state);
        };
    return next == state ? Optional.empty() : Optional.of(next);
  }

  private BuildState underWay(BuildState state) {
    if (build.allOver) {
      return build.failed ? BuildState.FAILED : BuildState.PASSED;
    }
    if (build.failed) {
      return BuildState.FAILING;
    }
    // Every failure has been followed by another attempt.
    return state == BuildState.FAILING ? BuildState.RUNNING : state;
  }
}
