package dev.bridle.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe a job that there may never have been. */
final class JobClaimOptions {
  @Option(names = "--pipeline", paramLabel = "SLUG", description = "The job's pipeline.")
  private @Nullable String pipeline;

  @Option(names = "--branch", paramLabel = "NAME", description = "The build's branch.")
  private @Nullable String branch;

  @Option(
      names = "--default-branch",
      paramLabel = "NAME",
      description = "The pipeline's default branch. Default: main.")
  private @Nullable String defaultBranch;

  @Option(names = "--creator", paramLabel = "EMAIL", description = "Who made the build.")
  private @Nullable String creator;

  @Option(names = "--source", paramLabel = "WORD", description = "What made it. Default: api.")
  private @Nullable String source;

  @Option(names = "--queue", paramLabel = "KEY", description = "The job's queue.")
  private @Nullable String queue;

  @Option(names = "--cluster", paramLabel = "NAME", description = "The queue's cluster.")
  private @Nullable String cluster;

  @Option(names = "--pull-request", description = "The build is of a pull request.")
  private boolean pullRequest;

  @Option(names = "--fork", description = "The build is of a fork's pull request.")
  private boolean fork;

  /** In the words of the policy's claims. */
  Map<String, Object> claims() {
    var claims = new LinkedHashMap<String, Object>();
    put(claims, "pipeline_slug", pipeline);
    put(claims, "build_branch", branch);
    put(claims, "default_branch", defaultBranch);
    put(claims, "build_creator", creator);
    put(claims, "build_source", source);
    put(claims, "cluster_queue_key", queue);
    put(claims, "cluster_name", cluster);
    claims.put("build_pull_request", pullRequest);
    claims.put("build_fork", fork);
    return claims;
  }

  private static void put(Map<String, Object> claims, String name, @Nullable String value) {
    if (value != null) {
      claims.put(name, value);
    }
  }
}
