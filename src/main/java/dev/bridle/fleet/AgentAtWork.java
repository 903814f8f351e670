package dev.bridle.fleet;

import org.jspecify.annotations.Nullable;

/** An agent, its queue, and the job that it has in hand. */
public record AgentAtWork(Agent agent, String queueKey, @Nullable Work work) {
  /** A job in the hands of an agent. */
  public record Work(
      String jobId,
      String state,
      @Nullable String label,
      String buildId,
      long buildNumber,
      String pipelineSlug) {}
}
