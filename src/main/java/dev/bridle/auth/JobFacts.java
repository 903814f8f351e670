package dev.bridle.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules ask about a job, beyond what its calls are charged to. Everything is of the CI record;
 * the author and whatever a commit says is not verified by anyone.
 *
 * @param repository null for a pipeline without one
 * @param buildState the build's state when the job's token was looked up
 * @param pullRequest null for a build of a branch or tag
 * @param env the pipeline's variables overlaid by the build's and its uploads'
 */
public record JobFacts(
    String organizationSlug,
    String clusterName,
    String queueKey,
    String pipelineName,
    @Nullable String repository,
    String defaultBranch,
    String buildState,
    @Nullable String tag,
    String message,
    @Nullable String creatorName,
    @Nullable String creatorEmail,
    @Nullable Author author,
    @Nullable PullRequest pullRequest,
    Map<String, String> env) {
  public JobFacts {
    env = Map.copyOf(env);
  }

  /** The same while the build was running, for a look back at it. */
  public JobFacts whileRunning() {
    return new JobFacts(
        organizationSlug,
        clusterName,
        queueKey,
        pipelineName,
        repository,
        defaultBranch,
        "running",
        tag,
        message,
        creatorName,
        creatorEmail,
        author,
        pullRequest,
        env);
  }

  /** Who wrote a commit; nobody has verified it. */
  public record Author(@Nullable String username, @Nullable String name, @Nullable String email) {}

  /**
   * The pull request that a build is of.
   *
   * @param fork whether it comes from another repository than the pipeline's
   */
  public record PullRequest(
      String id, @Nullable String base, @Nullable String repository, boolean fork) {}
}
