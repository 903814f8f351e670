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
    @Nullable String creatorId,
    @Nullable EarlierBuild rebuiltFrom) {
  /** What says to build the newest commit of the branch. */
  public static final String NEWEST = "HEAD";

  public NewBuild {
    env = Map.copyOf(env);
    metaData = Map.copyOf(metaData);
  }

  /** The same build once more: what it builds is the same, who wants it may be someone else. */
  public static NewBuild again(Build build, @Nullable String creatorId) {
    return new NewBuild(
        build.commit(),
        build.branch(),
        build.message(),
        build.env(),
        Map.of(),
        build.author(),
        build.pullRequest(),
        "api",
        creatorId,
        new EarlierBuild(build.id(), build.number()));
  }

  /** A build of the newest commit with nothing special about it. */
  public static NewBuild plain(String message, @Nullable String creatorId) {
    return new NewBuild(
        null, null, message, Map.of(), Map.of(), null, null, "api", creatorId, null);
  }
}
