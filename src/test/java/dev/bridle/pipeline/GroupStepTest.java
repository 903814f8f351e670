package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GroupStepTest {
  private static PipelineDefinition parse(String yaml) {
    return PipelineYaml.parse(yaml, Map.of("WHO", "Ana"));
  }

  @Test
  void aGroupHoldsItsStepsInOrder() {
    var pipeline =
        parse(
            """
            agents: {queue: big}
            steps:
              - command: first
              - group: ":lock: Audits"
                key: audits
                steps:
                  - {command: "echo $WHO", label: one}
                  - wait
                  - {command: two, key: two}
            """);

    assertThat(pipeline.steps()).hasSize(2);
    var group = (GroupStep) pipeline.steps().get(1);
    assertThat(group.label()).isEqualTo(":lock: Audits");
    assertThat(group.key()).isEqualTo("audits");
    assertThat(group.definition()).isEqualTo("{\"group\":\":lock: Audits\",\"key\":\"audits\"}");
    assertThat(group.steps()).hasSize(3);
    assertThat(((CommandStep) group.steps().getFirst()).command()).isEqualTo("echo Ana");
    assertThat(((CommandStep) group.steps().getFirst()).agents()).containsExactly("queue=big");
    assertThat(pipeline.flat()).hasSize(4);
    assertThat(pipeline.keys()).containsExactly("audits", "two");
  }

  @Test
  void aCommandInAGroupKeepsTheJobsOwnTokenForTheJob() {
    var pipeline =
        parse("steps: [{group: g, steps: [{command: 'echo $BUILDKITE_AGENT_ACCESS_TOKEN'}]}]");

    var command = (CommandStep) pipeline.flat().getFirst();
    assertThat(command.command()).isEqualTo("echo $BUILDKITE_AGENT_ACCESS_TOKEN");
  }

  @Test
  void aTokenBakedIntoAGroupBecomesAReference() {
    var tokens = new BakedTokens(Pattern.compile("brdj_\\w+"), "brdj_mine"::equals);
    var upload =
        JsonMapper.shared()
            .readTree(
                "{\"steps\":[{\"group\":\"g\",\"steps\":[{\"command\":\"x\",\"env\":"
                    + "{\"A\":\"brdj_mine\",\"B\":\"$BUILDKITE_AGENT_ACCESS_TOKEN\"}}]}]}");

    var command = (CommandStep) PipelineUpload.parse(upload, tokens).flat().getFirst();

    assertThat(command.env().values()).containsExactly(JobReferences.TOKEN, JobReferences.TOKEN);
    assertThat(command.definition()).doesNotContain("brdj_mine");
  }

  @Test
  void aSignedStepInAGroupIsNotChanged() {
    var tokens = new BakedTokens(Pattern.compile("brdj_\\w+"), "brdj_mine"::equals);
    var upload =
        JsonMapper.shared()
            .readTree(
                "{\"env\":{\"A\":\"brdj_mine\"},\"steps\":[{\"group\":\"g\",\"steps\":["
                    + "{\"command\":\"x\",\"signature\":{\"value\":\"v\"}}]}]}");

    assertThatThrownBy(() -> PipelineUpload.parse(upload, tokens))
        .hasMessageContaining("holds the uploading job's token and is signed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{group: g} | steps[0]: a group must hold at least one step",
        "{group: g, steps: []} | steps[0].steps: a group must hold at least one step",
        "{group: g, steps: {}} | steps[0].steps: must be a list, not a map",
        "{group: g, steps: [{group: h, steps: [wait]}]} | steps[0].steps[0]: a group can't stand in another group",
        "{group: g, if: 'true', steps: [wait]} | steps[0].if: if is not supported yet",
        "{group: g, depends_on: a, steps: [wait]} | steps[0].depends_on: depends_on is not supported yet",
        "{group: g, key: a, steps: [{command: x, key: a}]} | The key \"a\" has already been used by another step in this build",
      })
  void whatAGroupCannotBeIsSaid(String step, String problem) {
    assertThatThrownBy(() -> parse("steps: [" + step + "]"))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageEndingWith(problem);
  }

  @Test
  void stepsInGroupsCountToo() {
    String group = "  - {group: g, steps: [" + "{command: x},".repeat(251) + "]}\n";

    assertThatThrownBy(() -> parse("steps:\n" + group + group))
        .hasMessageContaining("has 502 steps, but at most 500 can be added at once");
  }
}
