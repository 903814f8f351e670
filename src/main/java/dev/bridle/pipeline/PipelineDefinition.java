package dev.bridle.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A pipeline as it will run: its own environment and its steps in order, with the pipeline's
 * defaults for agents and priority already applied to the steps.
 */
public record PipelineDefinition(SequencedMap<String, String> env, List<Step> steps) {
  public PipelineDefinition {
    env = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(env));
    steps = List.copyOf(steps);
  }

  /** The steps that become jobs; those of a group stand where their group does. */
  public List<Step> flat() {
    return steps.stream()
        .flatMap(step -> step instanceof GroupStep group ? group.steps().stream() : Stream.of(step))
        .toList();
  }

  /** The keys of all steps, groups among them. */
  public List<String> keys() {
    return Stream.concat(steps.stream(), flat().stream())
        .map(Step::key)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
