package dev.bridle.build;

import org.jspecify.annotations.Nullable;

/** A pipeline that someone wants. */
public record NewPipeline(
    String organizationId,
    String clusterId,
    String name,
    @Nullable String slug,
    @Nullable String description,
    String repository,
    String defaultBranch,
    String configuration,
    String createdBy) {
  /** What a pipeline does that was made without steps of its own. */
  public static final String UPLOAD =
      """
      steps:
        - label: ":pipeline:"
          command: buildkite-agent pipeline upload
      """;
}
