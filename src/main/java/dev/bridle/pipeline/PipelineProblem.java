package dev.bridle.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a pipeline's text.
 *
 * @param line where, from 1; null when it is about no line in particular
 * @param sentence where and what, the line and the field among it
 */
public record PipelineProblem(@Nullable Integer line, String sentence) {
  public static PipelineProblem of(InvalidPipeline invalid) {
    String sentence = invalid.sentence();
    String capital = sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT);
    return new PipelineProblem(invalid.line(), capital + sentence.substring(1));
  }
}
