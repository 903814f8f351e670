package dev.bridle.build;

import dev.bridle.store.Sha256;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Names what a pipeline has now in the fields that this changes. */
  public String seen(Pipeline pipeline) {
    return Sha256.of(
        Stream.of(
                name.map(_ -> pipeline.name()),
                description.map(_ -> Objects.requireNonNullElse(pipeline.description(), "")),
                repository.map(_ -> pipeline.repository()),
                defaultBranch.map(_ -> pipeline.defaultBranch()),
                configuration.map(_ -> pipeline.configuration()))
            .map(field -> field.orElse(""))
            .collect(Collectors.joining("\0")));
  }
}
