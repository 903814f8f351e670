package dev.bridle.ledger;

import org.jspecify.annotations.Nullable;

/** A build of a generated year. */
public record GeneratedBuild(
    String organizationId,
    String id,
    int pipeline,
    long number,
    String branch,
    @Nullable String creatorId,
    long startMs) {
  public String pipelineSlug() {
    return "pipeline-" + pipeline;
  }
}
