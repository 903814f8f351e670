package dev.bridle.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A pipeline as it will run: its own environment and its steps in order, with the pipeline's
 * defaults for agents and priority already applied to the steps.
 */
public record PipelineDefinition(SequencedMap<String, String> env, List<Step> steps) {
  public PipelineDefinition {
    env = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(env));
    steps = List.copyOf(steps);
  }
}
