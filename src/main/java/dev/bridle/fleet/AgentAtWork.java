package dev.bridle.fleet;

import java.util.Optional;

/** An agent, the queue that it serves, and the job that it has in hand, if any. */
public record AgentAtWork(Agent agent, String queueKey, Optional<JobInHand> job) {
  /** A job by what people know it by. */
  public record JobInHand(
      String id,
      String label,
      String state,
      String pipelineSlug,
      String pipelineName,
      long build) {}
}
