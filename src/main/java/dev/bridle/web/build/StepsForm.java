package dev.bridle.web.build;

import dev.bridle.build.Pipelines;
import dev.bridle.pipeline.InvalidPipeline;
import dev.bridle.pipeline.PipelineProblem;
import dev.bridle.web.Form;
import java.util.List;

/** The field in which people write the YAML of a pipeline. */
public final class StepsForm {
  /**
   * What the field shows.
   *
   * @param isChecked whether it was asked to be checked, and nothing is wrong with it
   */
  public record View(String yaml, List<PipelineProblem> problems, boolean isChecked) {}

  static final String FIELD = "configuration";

  private StepsForm() {}

  /** What only shows when it is saved. */
  static List<PipelineProblem> problems(InvalidPipeline invalid) {
    return List.of(PipelineProblem.of(invalid));
  }

  /** All that is wrong with what was typed. */
  static List<PipelineProblem> problems(Form form) {
    return Pipelines.problems(form.verbatim(FIELD));
  }
}
