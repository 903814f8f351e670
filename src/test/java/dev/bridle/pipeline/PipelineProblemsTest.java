package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineProblemsTest {
  private static List<PipelineProblem> of(String yaml) {
    return PipelineYaml.problems(yaml, Map.of());
  }

  @Test
  void whatCanRunHasNone() {
    assertThat(of("steps:\n  - command: echo\n  - wait\n")).isEmpty();
  }

  @Test
  void eachFaultyStepIsSaidWithItsLine() {
    var problems =
        of("steps:\n  - command: a\n    priority: high\n  - wait\n  - label: x\n    command: ''\n");
    assertThat(problems).extracting(PipelineProblem::line).containsExactly(3, 6);
    assertThat(problems.getFirst().sentence()).startsWith("Line 3, steps[0].priority: ");
  }

  @Test
  void aFaultThatHidesOthersIsSaidAlone() {
    assertThat(of("env: [a]\nsteps:\n  - command: ''\n"))
        .singleElement()
        .extracting(PipelineProblem::line)
        .isEqualTo(1);
  }

  @Test
  void whatIsNoYamlIsOneProblem() {
    assertThat(of("steps:\n\t- command: a\n"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(2);
          assertThat(problem.sentence()).contains("tab");
        });
    assertThat(of("")).singleElement().extracting(PipelineProblem::line).isNull();
  }

  @Test
  void keysThatStandTwiceAreFoundToo() {
    assertThat(of("steps:\n  - {command: a, key: k}\n  - {command: b, key: k}\n")).hasSize(1);
  }
}
