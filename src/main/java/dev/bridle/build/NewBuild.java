package dev.bridle.build;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A build that someone wants; what is missing comes from the pipeline. */
public record NewBuild(
    @Nullable String commit,
    @Nullable String branch,
    @Nullable String message,
    Map<String, String> env,
    Map<String, String> metaData,
    @Nullable Author author,
    @Nullable PullRequest pullRequest,
    String source,
    @Nullable String creatorId) {
  /** What says to build the newest commit of the branch. */
  public static final String NEWEST = "HEAD";

  public NewBuild {
    env = Map.copyOf(env);
    metaData = Map.copyOf(metaData);
  }

  /** A build of the newest commit with nothing special about it. */
  public static NewBuild plain(String message, @Nullable String creatorId) {
    return new NewBuild(null, null, message, Map.of(), Map.of(), null, null, "api", creatorId);
  }
}
