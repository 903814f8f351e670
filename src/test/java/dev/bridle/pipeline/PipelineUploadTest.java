package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PipelineUploadTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TOKEN = "brdj_0123456789abcdefghijABCDEFGHIJ";
  private static final String OTHER = "brdj_otherotherotherotherotherother0";
  private static final BakedTokens TOKENS =
      new BakedTokens(Pattern.compile("brdj_[0-9A-Za-z]{30,}"), TOKEN::equals);

  private static PipelineDefinition parse(String json) {
    return PipelineUpload.parse(JSON.readTree(json.replace('\'', '"')), TOKENS);
  }

  private static CommandStep first(String json) {
    return (CommandStep) parse(json).steps().getFirst();
  }

  private static void refused(String json, String message) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(InvalidPipeline.class).hasMessage(message);
  }

  @Test
  void whatTheAgentSendsIsReadAndNotInterpolatedAgain() {
    var pipeline =
        parse(
            """
            {'env': {'A': '$X', 'B': null}, 'agents': {'queue': 'q'}, 'steps': [
              {'command': 'echo $$ $HOME ${X:+y}', 'key': 'k', 'label': 'l', 'env': {'C': 'c', 'D': null},
               'if_changed': '*.md', 'retry': {'automatic': true}},
              'wait',
              {'wait': null, 'continue_on_failure': true},
              {'command': ['a', 'b']},
              {'commands': 'c'}]}
            """);

    assertThat(pipeline.env()).containsExactly(entry("A", "$X"), entry("B", ""));
    assertThat(pipeline.steps()).hasSize(5);
    var step = (CommandStep) pipeline.steps().getFirst();
    assertThat(step.command()).isEqualTo("echo $$ $HOME ${X:+y}");
    assertThat(step.env()).containsExactly(entry("C", "c"), entry("D", ""));
    assertThat(step.agents()).containsExactly("queue=q");
    assertThat(pipeline.steps().get(2))
        .isEqualTo(new WaitStep(null, null, true, "{\"wait\":null,\"continue_on_failure\":true}"));
    assertThat(((CommandStep) pipeline.steps().get(3)).command()).isEqualTo("a\nb");
    assertThat(((CommandStep) pipeline.steps().get(4)).command()).isEqualTo("c");
  }

  @Test
  void anUploadMayHaveNoSteps() {
    assertThat(parse("{'steps': []}").steps()).isEmpty();
    assertThat(parse("[]").steps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          null                | a pipeline must be a list of steps, or a map with such a list, not nothing
          'wait'              | a pipeline must be a list of steps, or a map with such a list, not text
          {}                  | the pipeline has no steps
          {'steps': 'wait'}   | steps: must be a list, not text
          ['wait', 'block']   | steps[1]: block steps are not supported yet
          ['wait', null]      | steps[1]: must be the word wait or a map with a command, not ""
          [{'command': ''}]   | steps[0].command: is empty, so the step has nothing to run
          [{'command': 'a', 'skip': 'if_changed matched no files'}] | steps[0].skip: skip is not supported yet
          [{'command': 'a', 'env': {'A': {}}}] | steps[0].env.A: must be a single value, not a map
          [{'command': 'a \\uE000'}] | steps[0].command: contains the character U+E000, which a pipeline cannot hold
          {'env': {'\\uE001': 'a'}, 'steps': []} | env: contains the character U+E001, which a pipeline cannot hold
          """)
  void anUploadThatCannotRunIsRefused(String json, String message) {
    refused(json, message);
  }

  @Test
  void anUploadCannotBeNestedWithoutEnd() {
    refused(
        "[{'command': 'a', 'x': " + "[".repeat(100) + "]".repeat(100) + "}]",
        "the pipeline is nested more than 64 levels deep");
  }

  @Test
  void theUploadersTokenBecomesAReferenceWhereverItIs() {
    var pipeline =
        parse(
            """
            {'env': {'E': 'Bearer TOKEN'}, 'notify': [{'x': 'TOKEN'}], 'steps': [
              {'command': 'a TOKEN b TOKENTOKEN', 'label': 'TOKEN', 'env': {'K': 'TOKEN', 'L': 'no'},
               'retry': {'deep': ['TOKEN']}}]}
            """
                .replace("TOKEN", TOKEN));

    var step = (CommandStep) pipeline.steps().getFirst();
    assertThat(pipeline.toString()).doesNotContain(TOKEN);
    assertThat(JobReferences.shown(step.command()))
        .isEqualTo(
            "a $BUILDKITE_AGENT_ACCESS_TOKEN b"
                + " $BUILDKITE_AGENT_ACCESS_TOKEN$BUILDKITE_AGENT_ACCESS_TOKEN");
    assertThat(JobReferences.resolved(step.command(), "new", "")).isEqualTo("a new b newnew");
    assertThat(JobReferences.resolved(step.env().firstEntry().getValue(), "new", ""))
        .isEqualTo("new");
    assertThat(JobReferences.resolved(pipeline.env().firstEntry().getValue(), "new", ""))
        .isEqualTo("Bearer new");
    assertThat(JobReferences.shown(step.definition()))
        .contains("\"retry\":{\"deep\":[\"$BUILDKITE_AGENT_ACCESS_TOKEN\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "TOKENabc, ${BUILDKITE_AGENT_ACCESS_TOKEN}abc",
    "TOKEN_1, ${BUILDKITE_AGENT_ACCESS_TOKEN}_1",
    "TOKEN-1, $BUILDKITE_AGENT_ACCESS_TOKEN-1",
    "x TOKEN, x $BUILDKITE_AGENT_ACCESS_TOKEN"
  })
  void aReferenceIsShownSoThatItStillNamesItsVariable(String written, String shown) {
    var step = first("[{'command': '" + written.replace("TOKEN", TOKEN) + "'}]");

    assertThat(JobReferences.shown(step.command())).isEqualTo(shown);
    assertThat(JobReferences.shown(JobReferences.ENDPOINT + "s"))
        .isEqualTo("${BUILDKITE_AGENT_ENDPOINT}s");
  }

  @Test
  void aQuoteThatIsCutShowsNoHalfOfAMarker() {
    assertThat(InvalidPipeline.quoted("x".repeat(55) + JobReferences.TOKEN))
        .isEqualTo('"' + "x".repeat(55) + "$BUIL…\"");
  }

  @Test
  void theFoundingExampleWorksFromARepository() {
    String command = "curl \"http://b/v3/ai/anthropic\" -H \"x-api-key: %s\" -d '{\"a\": \"\\n\"}'";
    JsonNode upload =
        JSON.createObjectNode()
            .set(
                "steps",
                JSON.createArrayNode()
                    .add(JSON.createObjectNode().put("command", command.formatted(TOKEN))));

    var step = (CommandStep) PipelineUpload.parse(upload, TOKENS).steps().getFirst();

    assertThat(JobReferences.resolved(step.command(), "brdj_new", "http://b/v3"))
        .isEqualTo(command.formatted("brdj_new"));
  }

  @Test
  void aDefinitionIsStillJsonWhenItsReferencesAreResolved() {
    String command = "say \"%1$s\" '{\"k\": \"{\\\"deep\\\": \\\"%1$s\\\"}\"}'\n";
    var step = JSON.createObjectNode().put("command", command.formatted(TOKEN));
    var upload = JSON.createArrayNode().add(step);

    String definition = PipelineUpload.parse(upload, TOKENS).steps().getFirst().definition();

    assertThat(JSON.readTree(JobReferences.resolved(definition, "new", "url")))
        .isEqualTo(JSON.createObjectNode().put("command", command.formatted("new")));
  }

  @Test
  void otherTokensAreLeftAlone() {
    assertThat(first("[{'command': 'a " + OTHER + "'}]").command()).isEqualTo("a " + OTHER);
  }

  @ParameterizedTest
  @CsvSource({"TOKENabc", "OTHERTOKEN", "brdj_TOKEN", "xTOKEN", "TOKEN_x", "OTHER.TOKEN."})
  void aTokenIsFoundAmongWhatTouchesIt(String pattern) {
    String text = pattern.replace("OTHER", OTHER).replace("TOKEN", TOKEN);

    CommandStep step = first("[{'command': '" + text + "'}]");

    assertThat(JobReferences.resolved(step.command(), "new", ""))
        .isEqualTo(pattern.replace("OTHER", OTHER).replace("TOKEN", "new"));
  }

  @Test
  void referencesWrittenInTheEnvOfAStepBecomeReferences() {
    CommandStep step =
        first(
            """
            [{'command': '$BUILDKITE_AGENT_ENDPOINT', 'label': '$BUILDKITE_AGENT_ENDPOINT', 'env': {
              'URL': '$BUILDKITE_AGENT_ENDPOINT/ai/anthropic',
              'KEY': '${BUILDKITE_AGENT_ACCESS_TOKEN}',
              'NOT': '$BUILDKITE_AGENT_ENDPOINTS ${BUILDKITE_AGENT_ENDPOINT:-x} $HOME'}}]
            """);

    assertThat(step.env().values().stream().map(value -> JobReferences.resolved(value, "t", "e")))
        .containsExactly(
            "e/ai/anthropic",
            "t",
            "$BUILDKITE_AGENT_ENDPOINTS ${BUILDKITE_AGENT_ENDPOINT:-x} $HOME");
    assertThat(step.command()).isEqualTo("$BUILDKITE_AGENT_ENDPOINT");
    assertThat(step.label()).isEqualTo("$BUILDKITE_AGENT_ENDPOINT");
  }

  @Test
  void aSignedStepStaysAsItCame() {
    String step =
        "{'command':'$X','env':{'U':'$BUILDKITE_AGENT_ENDPOINT'},'signature':{'value':'v','signed_fields':['command']}}";

    CommandStep read = first("[" + step + "]");

    assertThat(read.signed()).isTrue();
    assertThat(read.definition()).isEqualTo(step.replace('\'', '"'));
    assertThat(read.env()).containsExactly(entry("U", "$BUILDKITE_AGENT_ENDPOINT"));
  }

  @Test
  void aTokenInASignedStepIsRefusedWithTheWayToWriteIt() {
    refused(
        "['wait', {'command': 'x " + TOKEN + "', 'signature': {'value': 'v'}}]",
        "steps[1].command: holds the uploading job's token and is signed, so it cannot become the"
            + " running job's own; write $$BUILDKITE_AGENT_ACCESS_TOKEN instead of"
            + " $BUILDKITE_AGENT_ACCESS_TOKEN");
  }

  @Test
  void aSignatureCoversThePipelinesEnvToo() {
    refused(
        "{'env': {'E': '%s'}, 'steps': [{'command': 'x', 'signature': {'value': 'v'}}]}"
            .formatted(TOKEN),
        "env.E: holds the uploading job's token and is signed, so it cannot become the running"
            + " job's own; write $$BUILDKITE_AGENT_ACCESS_TOKEN instead of"
            + " $BUILDKITE_AGENT_ACCESS_TOKEN");
  }

  @Test
  void aTokenInANameIsRefused() {
    refused(
        "[{'command': 'x', 'env': {'" + TOKEN + "': 'v'}}]",
        "steps[0].env: has the job token in a name; $BUILDKITE_AGENT_ACCESS_TOKEN can stand only in"
            + " values");
  }

  @Test
  void noMessageShowsTheToken() {
    refused(
        "[{'command': 'x', 'agents': ['" + TOKEN + "']}]",
        "steps[0].agents[0]: must be written as name=value, not \"$BUILDKITE_AGENT_ACCESS_TOKEN\"");
  }
}
