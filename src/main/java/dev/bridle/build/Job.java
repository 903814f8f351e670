package dev.bridle.build;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One execution of a step. Texts may hold references to the job's own token and endpoint. */
public record Job(
    String id,
    String organizationId,
    String clusterId,
    String pipelineId,
    String buildId,
    String stepId,
    JobType type,
    JobState state,
    @Nullable String label,
    @Nullable String stepKey,
    String command,
    Map<String, String> env,
    @Nullable Map<String, String> sentEnv,
    List<String> agentRules,
    String queueId,
    long priority,
    long attempt,
    @Nullable String groupId,
    @Nullable String groupKey,
    @Nullable Retry retry,
    @Nullable String retriedIn,
    @Nullable String agentId,
    @Nullable Long exitStatus,
    @Nullable String signal,
    @Nullable String signalReason,
    long chunksFailed,
    Instant createdAt,
    @Nullable Instant scheduledAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {
  /** The state in the words of REST, where a finished job has passed or failed. */
  public String shownState() {
    return state.shown(type, exitStatus);
  }

  /** Whether it ran a command to an end other than success, or was stopped. */
  public boolean hasFailed() {
    return type == JobType.SCRIPT
        && (state == JobState.CANCELED || state == JobState.FINISHED && !hasPassed());
  }

  public boolean hasPassed() {
    return type == JobType.SCRIPT
        && state == JobState.FINISHED
        && exitStatus != null
        && exitStatus == 0;
  }

  /** The variables that the agent was sent or, before that, as much as is known of them. */
  public Map<String, String> knownEnv(Build build) {
    if (sentEnv != null) {
      return sentEnv;
    }
    var known = new LinkedHashMap<String, String>();
    known.putAll(build.pipelineEnv());
    known.putAll(build.env());
    known.putAll(build.uploadEnv());
    known.putAll(env);
    return known;
  }
}
