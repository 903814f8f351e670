package dev.bridle.auth;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a model call is judged by and charged to, taken from the CI record and never from
 * the client. Jobs of other CI systems can become this value too, so nothing behind it asks where
 * it came from.
 */
public record JobIdentity(
    String organizationId,
    String clusterId,
    String queueId,
    String pipelineId,
    String pipelineSlug,
    String buildId,
    long buildNumber,
    String branch,
    String commit,
    String source,
    @Nullable String creatorId,
    String jobId,
    @Nullable String stepKey,
    long attempt,
    String agentId,
    JobFacts facts) {
  public BranchClass branchClass() {
    return BranchClass.of(branch, facts);
  }

  /** The same while its build was running, for a look back at it. */
  public JobIdentity whileRunning() {
    return new JobIdentity(
        organizationId,
        clusterId,
        queueId,
        pipelineId,
        pipelineSlug,
        buildId,
        buildNumber,
        branch,
        commit,
        source,
        creatorId,
        jobId,
        stepKey,
        attempt,
        agentId,
        facts.whileRunning());
  }
}
