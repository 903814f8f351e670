package dev.bridle.build;

import java.util.Optional;

/** What is to be different about a pipeline; what is empty stays as it is. */
public record PipelineChange(
    Optional<String> name,
    Optional<String> description,
    Optional<String> repository,
    Optional<String> defaultBranch,
    Optional<String> configuration) {
  public static PipelineChange ofSteps(String configuration) {
    return new PipelineChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(configuration));
  }
}
