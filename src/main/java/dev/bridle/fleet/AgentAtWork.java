package dev.bridle.fleet;

import org.jspecify.annotations.Nullable;

/** An agent, its queue, and the job that it has in hand. */
public record AgentAtWork(Agent agent, String queueKey, @Nullable Work work) {
  /**
   * A job in the hands of an agent.
   *
   * @param name its label, or what it runs when it has none
   */
  public record Work(
      String jobId,
      String state,
      @Nullable String label,
      String name,
      String buildId,
      long buildNumber,
      String pipelineSlug,
      String pipelineName) {}
}
