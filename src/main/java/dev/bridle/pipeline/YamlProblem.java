package dev.bridle.pipeline;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What is wrong with a YAML text, in words for the one who wrote it. */
final class YamlProblem {
  private YamlProblem() {}

  static InvalidPipeline of(MarkedYamlEngineException problem) {
    return problem
        .getProblemMark()
        .or(problem::getContextMark)
        .map(mark -> InvalidPipeline.at(mark.getLine() + 1, column(mark), words(problem)))
        .orElseGet(() -> new InvalidPipeline(words(problem)));
  }

  private static String column(Mark mark) {
    return "column " + (mark.getColumn() + 1);
  }

  private static String words(MarkedYamlEngineException problem) {
    String said = problem.getProblem();
    if (said.contains("TAB")) {
      return "a tab stands where YAML allows only spaces";
    }
    if (said.startsWith("mapping values are not allowed here")) {
      return "a colon cannot stand here; quote the text, or check the indentation";
    }
    if (said.startsWith("found undefined alias")) {
      return "the alias refers to an anchor that is not defined above";
    }
    if (said.startsWith("expected <block end>")) {
      return "the indentation does not fit the lines above";
    }
    if (said.startsWith("found unexpected end of stream")) {
      return "the text ends inside quotes";
    }
    if (said.startsWith("could not find expected ':'")) {
      return "a name here has no colon after it";
    }
    return said;
  }
}
