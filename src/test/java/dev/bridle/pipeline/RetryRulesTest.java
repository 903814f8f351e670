package dev.bridle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RetryRulesTest {
  private static RetryRules read(String retry) {
    String yaml = "steps:\n  - command: a\n    retry: " + retry + "\n";
    return ((CommandStep) PipelineYaml.parse(yaml, Map.of()).steps().getFirst()).retry();
  }

  @Test
  void withoutAWordNothingRunsAgainByItself() {
    assertThat(read("~")).isEqualTo(RetryRules.USUAL);
    assertThat(read("{automatic: false}").automatic()).isEmpty();
    assertThat(RetryRules.USUAL.manual().allowed()).isTrue();
  }

  @Test
  void trueIsTwiceAfterAnyFailure() {
    var rules = read("{automatic: true}");

    assertThat(rules.automatic()).extracting(RetryRules.Rule::limit).containsExactly(2L);
    assertThat(rules.deciding(1, null, null)).isZero();
    assertThat(rules.deciding(255, "SIGKILL", "cancel")).isZero();
    assertThat(rules.deciding(-1, null, null)).isEqualTo(-1);
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    var rules =
        read(
            "{automatic: [{exit_status: [3, 4]}, {signal: sigterm}, {signal_reason: agent_stop}]}");

    assertThat(rules.deciding(4, null, null)).isZero();
    assertThat(rules.deciding(1, "SIGTERM", null)).isEqualTo(1);
    assertThat(rules.deciding(1, "term", null)).isEqualTo(1);
    assertThat(rules.deciding(-1, null, "agent_stop")).isEqualTo(2);
    assertThat(rules.deciding(1, null, null)).isEqualTo(-1);
  }

  @Test
  void allThatARuleAsksMustBeSo() {
    var rules = read("{automatic: {exit_status: 1, signal: none, signal_reason: '*'}}");

    assertThat(rules.deciding(1, null, "cancel")).isZero();
    assertThat(rules.deciding(1, "TERM", null)).isEqualTo(-1);
    assertThat(rules.deciding(2, null, null)).isEqualTo(-1);
  }

  @Test
  void aPersonMayBeKeptFromIt() {
    assertThat(read("{manual: false}").manual())
        .isEqualTo(new RetryRules.Manual(false, false, null));
    assertThat(read("{manual: {permit_on_passed: true, reason: why}}").manual())
        .isEqualTo(new RetryRules.Manual(true, true, "why"));
  }

  @Test
  void theyComeBackFromWhereTheyAreKept() {
    var rules = read("{automatic: [{exit_status: 1, signal: SIGTERM, limit: 3}], manual: false}");
    var mapper = JsonMapper.shared();

    assertThat(mapper.readValue(mapper.writeValueAsString(rules), RetryRules.class))
        .isEqualTo(rules);
    assertThat(rules.automatic())
        .containsExactly(new RetryRules.Rule(List.of("1"), List.of("TERM"), List.of(), 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | must be a map of names to values, not a number",
        "[] | must be a map of names to values, not a list",
        "{automatic: often} | must be true or false, not \"often\"",
        "{automatic: [true]} | must be a map of names to values, not true or false",
        "{automatic: {limit: 11}} | must be a whole number from 0 to 10, not \"11\"",
        "{automatic: {limit: -1}} | must be a whole number from 0 to 10, not \"-1\"",
        "{automatic: {exit_status: 256}} | must be a whole number from -1 to 255, not \"256\"",
        "{automatic: {exit_status: oops}} | must be a whole number from -1 to 255, not \"oops\"",
        "{automatic: {signal: 'a b'}} | must be the name of a signal, not \"a b\"",
        "{automatic: {signal_reason: fun}} | \"fun\" is not a reason that an agent gives",
        "{manual: {allowed: maybe}} | must be true or false, not \"maybe\"",
      })
  void whatCannotBeIsSaidWithItsPlace(String retry, String problem) {
    assertThatThrownBy(() -> read(retry))
        .isInstanceOf(InvalidPipeline.class)
        .hasMessageStartingWith("line 3, steps[0].retry")
        .hasMessageEndingWith(problem);
  }

  @Test
  void thereIsAnEndToRules() {
    assertThatThrownBy(() -> read("{automatic: [" + "{limit: 1},".repeat(21) + "]}"))
        .hasMessageEndingWith("has 21 rules, but a step can have at most 20");
  }
}
