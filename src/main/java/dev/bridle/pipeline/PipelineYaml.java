package dev.bridle.pipeline;

import java.util.List;
import java.util.Map;

/** A pipeline that the server keeps as YAML and reads anew for each build. */
public final class PipelineYaml {
  private PipelineYaml() {}

  /**
   * Reads the text for one build.
   *
   * @param variables what the server knows of the build, and the build's own env
   * @throws InvalidPipeline when it cannot run as it is
   */
  public static PipelineDefinition parse(String yaml, Map<String, String> variables) {
    Field pipeline = ReservedCharacters.absentFrom(YamlText.read(yaml));
    PipelineReader.requireSteps(pipeline, Origin.STORED);
    return PipelineReader.read(StoredInterpolation.applied(pipeline, variables), Origin.STORED);
  }

  /** All that is wrong with a text; empty when it can run. */
  public static List<PipelineProblem> problems(String yaml, Map<String, String> variables) {
    try {
      Field pipeline = ReservedCharacters.absentFrom(YamlText.read(yaml));
      PipelineReader.requireSteps(pipeline, Origin.STORED);
      var applied = StoredInterpolation.applied(pipeline, variables);
      var faults = PipelineReader.faults(applied, Origin.STORED);
      if (faults.isEmpty()) {
        PipelineReader.read(applied, Origin.STORED);
      }
      return faults.stream().map(PipelineProblem::of).toList();
    } catch (InvalidPipeline fault) {
      return List.of(PipelineProblem.of(fault));
    }
  }

  /**
   * Reads the text as its author wrote it, with no variable replaced.
   *
   * @throws InvalidPipeline when it cannot be read without a build
   */
  public static PipelineDefinition written(String yaml) {
    Field pipeline = ReservedCharacters.absentFrom(YamlText.read(yaml));
    PipelineReader.requireSteps(pipeline, Origin.STORED);
    return PipelineReader.read(pipeline, Origin.STORED);
  }
}
