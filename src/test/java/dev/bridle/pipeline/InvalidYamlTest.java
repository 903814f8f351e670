package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class InvalidYamlTest {
  private static void refused(String yaml, String message) {
    assertThatThrownBy(() -> PipelineYaml.parse(yaml, Map.of()))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n\n", "# only a comment", "---", "~"})
  void nothingIsNotAPipeline(String yaml) {
    refused(yaml, "the pipeline is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          hello             | line 1: a pipeline must be a list of steps, or a map with such a list, not text
          42                | line 1: a pipeline must be a list of steps, or a map with such a list, not a number
          env: {A: b}       | line 1: the pipeline has no steps
          steps:            | line 1: the pipeline has no steps
          steps: []         | line 1, steps: must hold at least one step
          []                | line 1, steps: must hold at least one step
          steps: make       | line 1, steps: must be a list, not text
          steps: {a: b}     | line 1, steps: must be a list, not a map
          env: [A]\\nsteps: [wait]    | line 1, env: must be a map of names to values, not a list
          agents: x\\nsteps: [{command: a}] | line 1, agents: must be a list, not text
          priority: x\\nsteps: [{command: a}] | line 1, priority: must be a whole number, not "x"
          image: alpine\\nsteps: [{command: a}] | line 1, image: image is not supported yet
          secrets: [A]\\nsteps: [{command: a}] | line 1, secrets: secrets is not supported yet
          a: 1\\na: 2        | line 2: has the name "a" twice
          a: {b: 1, b: 2}    | line 1, a: has the name "b" twice
          [a]: 1             | line 1: has a name that is not a single value
          a: !x 1            | line 1, a: the tag !x is not supported
          a: !x {}           | line 1, a: the tag !x is not supported
          <<: 1              | line 1: << must be given a map or a list of maps
          !!merge <<: {a: 1} | line 1: has the tag !!merge, which is not supported; << needs none
          <<: [[{a: 1}]]     | line 1: << must be given a map or a list of maps
          steps: [wait]\\n---\\nsteps: [wait] | line 2: starts a second document, but a pipeline is a single one
          "a\\\\u0000b": 1       | line 1: contains the character U+0000, which a pipeline cannot hold
          a: "\\\\uE000"         | line 1, a: contains the character U+E000, which a pipeline cannot hold
          a: "\\\\uE001"         | line 1, a: contains the character U+E001, which a pipeline cannot hold
          a: "\\\\uE002"         | line 1, a: contains the character U+E002, which a pipeline cannot hold
          """)
  void aPipelineMustBeWellFormed(String yaml, String message) {
    refused(yaml.replace("\\n", "\n").replace("\\\\", "\\"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          make             | line 2, steps[0]: must be the word wait or a map with a command, not "make"
          [make]           | line 2, steps[0]: must be a single value, not a list
          block            | line 2, steps[0]: block steps are not supported yet
          manual           | line 2, steps[0]: block steps are not supported yet
          input            | line 2, steps[0]: input steps are not supported yet
          {block: Go}      | line 2, steps[0]: block steps are not supported yet
          {input: Go}      | line 2, steps[0]: input steps are not supported yet
          {trigger: other} | line 2, steps[0]: trigger steps are not supported yet
          {type: group}    | line 2, steps[0]: a group must hold at least one step
          {type: dance}    | line 2, steps[0].type: "dance" is not a type of step
          {label: a}       | line 2, steps[0]: has no type: it needs a command or wait
          {command: }      | line 2, steps[0].command: is empty, so the step has nothing to run
          {command: []}    | line 2, steps[0].command: is empty, so the step has nothing to run
          {type: script}   | line 2, steps[0].command: is empty, so the step has nothing to run
          {command: {a: b}}| line 2, steps[0].command: must be a single value, not a map
          {command: [[a]]} | line 2, steps[0].command[0]: must be a single value, not a list
          {wait: {a: b}}   | line 2, steps[0].wait: must be a single value, not a map
          {wait: , continue_on_failure: maybe} | line 2, steps[0].continue_on_failure: must be true or false, not "maybe"
          {wait: , if: a}  | line 2, steps[0].if: if is not supported yet
          {command: a, env: [A]}         | line 2, steps[0].env: must be a map of names to values, not a list
          {command: a, env: {A: [1]}}    | line 2, steps[0].env.A: must be a single value, not a list
          {command: a, env: {"A=B": 1}}  | line 2, steps[0].env: "A=B" cannot be the name of a variable
          {command: a, agents: queue}    | line 2, steps[0].agents: must be a list, not text
          {command: a, agents: [queue]}  | line 2, steps[0].agents[0]: must be written as name=value, not "queue"
          {command: a, agents: {queue: }}| line 2, steps[0].agents.queue: needs both a name and a value
          {command: a, priority: high}   | line 2, steps[0].priority: must be a whole number, not "high"
          {command: a, priority: 1.5}    | line 2, steps[0].priority: must be a whole number, not "1.5"
          {command: a, key: a b}         | line 2, steps[0].key: may hold only letters, digits and _ - : $ { } . , but is "a b"
          {command: a, id: 0190A1B2-0000-7000-8000-00000000abcd} | line 2, steps[0].id: must not look like a UUID, but is "0190A1B2-0000-7000-8000-00000000abcd"
          {command: a, matrix: [x]}          | line 2, steps[0].matrix: matrix is not supported yet
          {command: a, parallelism: 2}       | line 2, steps[0].parallelism: parallelism is not supported yet
          {command: a, concurrency: 1}       | line 2, steps[0].concurrency: concurrency is not supported yet
          {command: a, concurrency_group: g} | line 2, steps[0].concurrency_group: concurrency_group is not supported yet
          {command: a, depends_on: b}        | line 2, steps[0].depends_on: depends_on is not supported yet
          {command: a, depends_on: []}       | line 2, steps[0].depends_on: depends_on is not supported yet
          {command: a, if: build.tag == 1}   | line 2, steps[0].if: if is not supported yet
          {command: a, branches: main}       | line 2, steps[0].branches: branches is not supported yet
          {command: a, plugins: [docker#v5]} | line 2, steps[0].plugins: plugins is not supported yet
          {plugins: [docker#v5]}             | line 2, steps[0].plugins: plugins is not supported yet
          {command: a, soft_fail: true}      | line 2, steps[0].soft_fail: soft_fail is not supported yet
          {command: a, soft_fail: [{exit_status: 1}]} | line 2, steps[0].soft_fail: soft_fail is not supported yet
          {command: a, timeout_in_minutes: 5}| line 2, steps[0].timeout_in_minutes: timeout_in_minutes is not supported yet
          {command: a, skip: true}           | line 2, steps[0].skip: skip is not supported yet
          {command: a, skip: later}          | line 2, steps[0].skip: skip is not supported yet
          {command: a, artifact_paths: x}    | line 2, steps[0].artifact_paths: artifact_paths is not supported yet
          {command: a, secrets: [A]}         | line 2, steps[0].secrets: secrets is not supported yet
          {command: a, image: alpine}        | line 2, steps[0].image: image is not supported yet
          {command: a, checkout: {skip: true}} | line 2, steps[0].checkout: checkout is not supported yet
          {command: a, if_changed: "*.md"}   | line 2, steps[0].if_changed: if_changed works only in pipelines that buildkite-agent uploads
          {command: "${A:+b}"}               | line 2, steps[0].command: "${A:+b}" is not a form of interpolation; write $$ instead of $ to leave it to the job's shell
          {command: "${A?who}"}              | line 2, steps[0].command: $A: who
          {command: a, label: "$BUILDKITE_BUILD_NUMBER"} | line 2, steps[0].label: Interpolation of "BUILDKITE_BUILD_NUMBER" is not supported here. You can instead interpolate this variable at runtime: write $$BUILDKITE_BUILD_NUMBER in a command
          {command: a, label: "$BUILDKITE_AGENT_ACCESS_TOKEN"} | line 2, steps[0].label: Interpolation of "BUILDKITE_AGENT_ACCESS_TOKEN" is not supported here. You can instead interpolate this variable at runtime: write $$BUILDKITE_AGENT_ACCESS_TOKEN in a command
          {command: a, env: {N: "$BUILDKITE_BUILD_NUMBER"}} | line 2, steps[0].env.N: Interpolation of "BUILDKITE_BUILD_NUMBER" is not supported here. You can instead interpolate this variable at runtime: write $$BUILDKITE_BUILD_NUMBER in a command
          {command: a, env: {"$BUILDKITE_AGENT_ENDPOINT": x}} | line 2, steps[0].env: Interpolation of "BUILDKITE_AGENT_ENDPOINT" is not supported here. You can instead interpolate this variable at runtime: write $$BUILDKITE_AGENT_ENDPOINT in a command
          {command: a, env: {N: "${BUILDKITE_AGENT_ENDPOINT:0:4}"}} | line 2, steps[0].env.N: the value of BUILDKITE_AGENT_ENDPOINT is known only when the job starts, so no part of it can be taken
          {command: a, signature: {value: x}, env: {N: "$BUILDKITE_AGENT_ENDPOINT"}} | line 2, steps[0].env.N: Interpolation of "BUILDKITE_AGENT_ENDPOINT" is not supported here. You can instead interpolate this variable at runtime: write $$BUILDKITE_AGENT_ENDPOINT in a command
          """)
  void aStepMustBeOneThatCanRun(String step, String message) {
    refused("steps:\n  - " + step + "\n", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          steps:\\n\\t- wait         | line 2, column 1: a tab stands where YAML allows only spaces
          label: a: b              | line 1, column 9: a colon cannot stand here; quote the text, or check the indentation
          a: *nowhere              | line 1, column 4: the alias refers to an anchor that is not defined above
          a: "b                    | line 1, column 6: the text ends inside quotes
          steps:\\n  - a\\n b: c    | line 3, column 2: the indentation does not fit the lines above
          a: 1\\nb\\nc: 2           | line 3, column 1: a name here has no colon after it
          """)
  void yamlThatCannotBeReadIsExplained(String yaml, String message) {
    refused(yaml.replace("\\n", "\n").replace("\\t", "\t"), message);
  }

  @Test
  void aKeyCannotBeUsedTwice() {
    refused(
        "steps:\n- {command: a, key: x}\n- {wait: , key: x}",
        "line 3, steps[1].key: The key \"x\" has already been used by another step in this build");
  }

  @Test
  void aKeyCannotBeTooLong() {
    refused(
        "steps: [{command: a, key: " + "k".repeat(101) + "}]",
        "line 1, steps[0].key: is longer than 100 characters");
  }

  @Test
  void theLineIsThatOfTheAttribute() {
    refused(
        "x: &x\n  matrix: [1]\nsteps:\n  - command: a\n  - command: b\n    <<: *x\n",
        "line 2, steps[1].matrix: matrix is not supported yet");
  }

  @Test
  void aPipelineHasAtMostFiveHundredSteps() {
    refused(
        "steps:\n" + "- wait\n".repeat(501),
        "line 2, steps: has 501 steps, but at most 500 can be added at once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: \u0007", "? {<<: *a}", "a: &a\n  ? *a\n  : b", "%YAML 9.9\n---\na: b"})
  void otherStrangeTextIsRefusedToo(String yaml) {
    assertThatThrownBy(() -> PipelineYaml.parse(yaml, Map.of()))
        .isInstanceOf(InvalidPipeline.class);
  }

  @Test
  void aPipelineCannotBeTooLong() {
    refused("#".repeat(1_000_001), "the pipeline is longer than 1000000 characters");
  }

  @Test
  void aPipelineCannotBeNestedWithoutEnd() {
    refused("a: " + "[".repeat(100_000), "line 1: is nested more than 64 levels deep");
  }

  @Test
  void aliasesCannotMultiplyWithoutEnd() {
    String laughs =
        IntStream.range(1, 9)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)))
            .collect(Collectors.joining("", "a0: &a0 [x]\n", "steps: [wait]\n"));

    assertThatThrownBy(() -> PipelineYaml.parse(laughs, Map.of()))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageEndingWith("with its aliases repeated, the pipeline becomes too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: &a [*a]", "a: &a {b: *a}", "a: &a {<<: *a}", "a: &a {<<: [*a, *a]}"})
  void anAliasCannotHoldItself(String yaml) {
    assertThatThrownBy(() -> PipelineYaml.parse(yaml, Map.of()))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageStartingWith("line 1");
  }

  @Test
  void variablesCannotMultiplyWithoutEnd() {
    String doubling =
        IntStream.range(1, 40)
            .mapToObj(i -> "  V%d: \"$V%d$V%d\"\n".formatted(i, i - 1, i - 1))
            .collect(Collectors.joining("", "env:\n  V0: xxxxxxxx\n", "steps: [wait]\n"));

    assertThatThrownBy(() -> PipelineYaml.parse(doubling, Map.of()))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageContaining("characters");
  }
}
