package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineYamlTest {
  private static final String FOUNDING_COMMAND =
      """
      curl -X POST "$BUILDKITE_AGENT_ENDPOINT/ai/anthropic/v1/messages" \\
        -H "Content-Type: application/json" \\
        -H "x-api-key: $BUILDKITE_AGENT_ACCESS_TOKEN" \\
        -d '{
          "model": "claude-3-5-sonnet",
          "max_tokens": 1000,
          "messages": [
            {"role": "system", "content": "You are a CI assistant."},
            {"role": "user", "content": "Why did it fail?\\nSay it in \\"one\\" sentence."}
          ]
        }'
      """;

  private static PipelineDefinition parse(String yaml) {
    return PipelineYaml.parse(yaml, Map.of("BUILDKITE_BRANCH", "main", "WHO", "Ana"));
  }

  private static CommandStep first(String yaml) {
    return (CommandStep) parse(yaml).steps().getFirst();
  }

  @Test
  void theFoundingExampleKeepsItsCommandCharacterForCharacter() {
    var yaml =
        "steps:\n  - label: \"Failure analysis\"\n    command: |\n" + FOUNDING_COMMAND.indent(6);

    CommandStep step = first(yaml);

    assertThat(step.command()).isEqualTo(FOUNDING_COMMAND);
    assertThat(step.label()).isEqualTo("Failure analysis");
    assertThat(step.key()).isNull();
    assertThat(step.agents()).isEmpty();
    assertThat(step.priority()).isZero();
    assertThat(step.signed()).isFalse();
  }

  @Test
  void aStepHasAllThatItSays() {
    CommandStep step =
        first(
            """
            steps:
              - command: make
                key: "make-it"
                label: ":hammer: Make"
                env: {A: x, B: "y"}
                agents: {queue: build, big: true}
                priority: 7
            """);

    assertThat(step.command()).isEqualTo("make");
    assertThat(step.key()).isEqualTo("make-it");
    assertThat(step.label()).isEqualTo(":hammer: Make");
    assertThat(step.env()).containsExactly(entry("A", "x"), entry("B", "y"));
    assertThat(step.agents()).containsExactly("queue=build", "big=true");
    assertThat(step.priority()).isEqualTo(7);
    assertThat(step.definition())
        .isEqualTo(
            "{\"command\":\"make\",\"key\":\"make-it\",\"label\":\":hammer: Make\","
                + "\"env\":{\"A\":\"x\",\"B\":\"y\"},"
                + "\"agents\":{\"queue\":\"build\",\"big\":true},\"priority\":7}");
  }

  @Test
  void otherNamesOfAttributesAreUnderstood() {
    CommandStep step =
        first("steps: [{commands: [a, b], identifier: k, name: l, agent_query_rules: [q=1]}]");

    assertThat(step.command()).isEqualTo("a\nb");
    assertThat(step.key()).isEqualTo("k");
    assertThat(step.label()).isEqualTo("l");
    assertThat(step.agents()).containsExactly("q=1");
  }

  @Test
  void defaultsOfThePipelineGoToStepsWithoutTheirOwn() {
    var steps =
        parse(
                """
                agents: [queue=slow, os=linux]
                priority: 3
                steps:
                  - command: a
                  - command: b
                    agents: {queue: fast}
                    priority: -1
                  - command: c
                    agents: {}
                """)
            .steps();

    assertThat(steps.stream().map(CommandStep.class::cast))
        .extracting(CommandStep::agents, CommandStep::priority)
        .containsExactly(
            tuple(List.of("queue=slow", "os=linux"), 3L),
            tuple(List.of("queue=fast"), -1L),
            tuple(List.of(), 3L));
  }

  @Test
  void aBareListIsAListOfSteps() {
    assertThat(parse("- command: a\n- wait\n- command: b").steps()).hasSize(3);
  }

  @Test
  void waitsAreUnderstoodInAllTheirForms() {
    var steps =
        parse(
                """
                steps:
                  - wait
                  - waiter
                  - wait: ~
                  - wait: "all done"
                    continue_on_failure: true
                    key: gate
                  - type: wait
                    continue_on_failure: "true"
                """)
            .steps();

    assertThat(steps)
        .containsExactly(
            new WaitStep(null, null, false, "\"wait\""),
            new WaitStep(null, null, false, "\"waiter\""),
            new WaitStep(null, null, false, "{\"wait\":null}"),
            new WaitStep(
                "gate",
                "all done",
                true,
                "{\"wait\":\"all done\",\"continue_on_failure\":true,\"key\":\"gate\"}"),
            new WaitStep(null, null, true, "{\"type\":\"wait\",\"continue_on_failure\":\"true\"}"));
  }

  @Test
  void scalarsBecomeTextAsTheyWereWritten() {
    CommandStep step =
        first(
            """
            steps:
              - command: 5
                env:
                  YES: yes
                  TRUE: true
                  LOUD: False
                  ONE: 1
                  PRICE: 1.50
                  HEX: 0x1F
                  OCTAL: 007
                  BIG: 123456789012345678901234567890
                  EXPONENT: 1e3
                  NOTHING:
                  TAGGED: !!str 1
                  DATE: 2026-01-02
            """);

    assertThat(step.command()).isEqualTo("5");
    assertThat(step.env())
        .containsExactly(
            entry("YES", "yes"),
            entry("TRUE", "true"),
            entry("LOUD", "false"),
            entry("ONE", "1"),
            entry("PRICE", "1.50"),
            entry("HEX", "0x1F"),
            entry("OCTAL", "007"),
            entry("BIG", "123456789012345678901234567890"),
            entry("EXPONENT", "1e3"),
            entry("NOTHING", ""),
            entry("TAGGED", "1"),
            entry("DATE", "2026-01-02"));
  }

  @Test
  void variablesReachEveryField() {
    CommandStep step =
        first(
            """
            steps:
              - command: "echo $WHO $UNKNOWN. $BUILDKITE_TAG."
                label: "for ${WHO:-nobody} on $BUILDKITE_BRANCH"
                key: "k-$WHO"
                env: {"V_$WHO": "hello $WHO"}
                agents: {queue: "$BUILDKITE_BRANCH"}
                unknown: {"$WHO": ["$WHO"]}
            """);

    assertThat(step.command()).isEqualTo("echo Ana . .");
    assertThat(step.label()).isEqualTo("for Ana on main");
    assertThat(step.key()).isEqualTo("k-Ana");
    assertThat(step.env()).containsExactly(entry("V_Ana", "hello Ana"));
    assertThat(step.agents()).containsExactly("queue=main");
    assertThat(step.definition()).contains("\"unknown\":{\"Ana\":[\"Ana\"]}");
  }

  @Test
  void thePipelinesOwnEnvIsReplacedInOrderAndKnownBelow() {
    var pipeline =
        parse(
            """
            env:
              FIRST: "1 $WHO $SECOND"
              SECOND: 2
              THIRD: "$FIRST/$SECOND"
              "N_$SECOND": x
              WHO: Bo
            steps: [{command: "$THIRD $N_2 $WHO"}]
            """);

    assertThat(pipeline.env())
        .containsExactly(
            entry("FIRST", "1 Ana "),
            entry("SECOND", "2"),
            entry("THIRD", "1 Ana /2"),
            entry("N_2", "x"),
            entry("WHO", "Bo"));
    assertThat(((CommandStep) pipeline.steps().getFirst()).command()).isEqualTo("1 Ana /2 x Bo");
  }

  @Test
  void theJobsOwnVariablesStayInACommandForItsShell() {
    String command =
        "echo $BUILDKITE_BUILD_NUMBER ${BUILDKITE_JOB_ID:-$WHO} $$HOME ${BUILDKITE_X:+y}";

    assertThat(first("steps: [{command: '" + command + "'}]").command())
        .isEqualTo(command.replace("$$HOME", "$HOME"));
    assertThat(first("steps: [{commands: ['" + command + "', b]}]").command())
        .isEqualTo(command.replace("$$HOME", "$HOME") + "\nb");
  }

  @Test
  void theJobsEndpointAndTokenBecomeReferencesInTheEnvOfAStep() {
    CommandStep step =
        first(
            """
            steps:
              - command: claude -p hello
                env:
                  ANTHROPIC_BASE_URL: "$BUILDKITE_AGENT_ENDPOINT/ai/anthropic"
                  ANTHROPIC_API_KEY: "${BUILDKITE_AGENT_ACCESS_TOKEN}"
                  ESCAPED: "$$BUILDKITE_AGENT_ENDPOINT \\\\$BUILDKITE_AGENT_ACCESS_TOKEN"
                  BRACED: "$${BUILDKITE_AGENT_ENDPOINT}/x $$BUILDKITE_AGENT_ENDPOINT_X"
                  OTHER: "$$HOME"
            """);

    assertThat(step.env().values().stream().map(v -> JobReferences.resolved(v, "tok", "http://e")))
        .containsExactly(
            "http://e/ai/anthropic",
            "tok",
            "http://e tok",
            "http://e/x $BUILDKITE_AGENT_ENDPOINT_X",
            "$HOME");
    assertThat(JobReferences.shown(step.definition()))
        .contains("\"ANTHROPIC_BASE_URL\":\"$BUILDKITE_AGENT_ENDPOINT/ai/anthropic\"")
        .contains("\"ANTHROPIC_API_KEY\":\"$BUILDKITE_AGENT_ACCESS_TOKEN\"");
  }

  @Test
  void aCommitMessageCannotNameTheJobsToken() {
    var message = "$BUILDKITE_AGENT_ACCESS_TOKEN " + JobReferences.TOKEN;
    var yaml = "steps: [{command: make, env: {M: $BUILDKITE_MESSAGE}}]";

    var pipeline = PipelineYaml.parse(yaml, Map.of("BUILDKITE_MESSAGE", message));

    String value = ((CommandStep) pipeline.steps().getFirst()).env().firstEntry().getValue();
    assertThat(JobReferences.resolved(value, "tok", "url"))
        .isEqualTo("$BUILDKITE_AGENT_ACCESS_TOKEN \uFFFDjob-token\uFFFD");
  }

  @Test
  void theEnvOfABuildCannotStandInForTheJobsOwnValues() {
    var yaml = "steps: [{command: 'x $BUILDKITE_AGENT_ENDPOINT'}]";

    var pipeline = PipelineYaml.parse(yaml, Map.of("BUILDKITE_AGENT_ENDPOINT", "http://evil"));

    assertThat(((CommandStep) pipeline.steps().getFirst()).command())
        .isEqualTo("x $BUILDKITE_AGENT_ENDPOINT");
  }

  @Test
  void aSignatureIsKeptAsItIs() {
    CommandStep step = first("steps: [{command: x, signature: {value: a$WHO, algorithm: HS512}}]");

    assertThat(step.signed()).isTrue();
    assertThat(step.definition())
        .contains("\"signature\":{\"value\":\"a$WHO\",\"algorithm\":\"HS512\"}");
  }

  @Test
  void mergeKeysAreMergedAsTheAgentDoes() {
    CommandStep step =
        first(
            """
            common: &common {command: make, label: shared, env: &env {A: a, B: b}}
            other: &other {<<: *common, key: other, label: other}
            steps:
              - <<: [*other, {key: unused, priority: 5}]
                label: own
                env:
                  Z: z
                  <<: *env
                  A: mine
            """);

    assertThat(step.command()).isEqualTo("make");
    assertThat(step.label()).isEqualTo("own");
    assertThat(step.key()).isEqualTo("other");
    assertThat(step.priority()).isEqualTo(5);
    assertThat(step.env()).containsExactly(entry("Z", "z"), entry("B", "b"), entry("A", "mine"));
    assertThat(step.definition()).doesNotContain("<<");
  }

  @Test
  void aQuotedMergeKeyIsANameLikeAnyOther() {
    assertThat(first("steps: [{command: x, env: {'<<': y}}]").env())
        .containsExactly(entry("<<", "y"));
  }

  @Test
  void attributesThatAskForNothingAreFine() {
    assertThat(
            first(
                    """
                    steps:
                      - command: x
                        parallelism: 1
                        skip: false
                        soft_fail: "false"
                        branches: ""
                        plugins: []
                        if:
                        retry: {automatic: true}
                        notify: [{slack: "#x"}]
                        cache: node_modules
                    """)
                .command())
        .isEqualTo("x");
  }
}
