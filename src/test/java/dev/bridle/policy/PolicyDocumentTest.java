package dev.bridle.policy;

import static dev.bridle.policy.Rules.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no policy, in one sentence that names rule and key. */
class PolicyDocumentTest {
  private static String refused(String text) {
    var thrown = catchThrowableOfType(InvalidDocument.class, () -> document(text));
    assertThat(thrown).as(text).isNotNull();
    return thrown.sentence();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'effect':'allow'}                        | Rule 1: `id` must be given.
          {'id':'A b','effect':'allow'}             | Rule 1: `id` must have 1 to 63 lower-case letters
          {'id':'default','effect':'allow'}         | Rule 1: `id` must not be `default`
          7                                         | Rule 1 must be a JSON object.
          {'id':'r'}                                | The rule `r`: `effect` must be given.
          {'id':'r','effect':'permit'}              | The rule `r`: `effect` must be allow, deny or limit.
          {'id':'r','effect':'deny','branch':'x'}   | The rule `r`: there is no key `branch` here.
          {'id':'r','effect':'deny','report_only':1} | `report_only` must be true or false
          {'id':'r','effect':'deny','build_fork':'yes'} | `build_fork` must be true or false
          {'id':'r','effect':'deny','build_branch':[]}  | `build_branch` must hold 1 to 200 values
          {'id':'r','effect':'deny','build_branch':'a b'} | `build_branch` holds the pattern `a b`, which must not hold white space
          {'id':'r','effect':'deny','pipeline_slug':null} | `pipeline_slug` must be a string or a list of strings
          {'id':'r','effect':'deny','pipeline_slug':['a',1]} | `pipeline_slug` must be a string or a list of strings
          {'id':'r','effect':'deny','build_source':'cron'} | `build_source` must be one of api, ui, webhook
          {'id':'r','effect':'deny','build_branch_class':'main'} | `build_branch_class` must be one of fork, pull_request
          {'id':'r','effect':'deny','build_creator_team':'x'} | `build_creator_team` can't be used yet
          {'id':'r','effect':'deny','models':[' ']} | `models` must be a string or a list of strings
          {'id':'r','effect':'deny','if':''}        | `if` must be given
          {'id':'r','effect':'deny','if':'nothing'} | `if` is not a condition: `nothing` is not a variable (at character 1)
          {'id':'r','effect':'deny','if':'step.key == null'} | `step.key` is not a variable
          {'id':'r','effect':'deny','max_tokens':5} | `max_tokens` belongs to rules with the effect limit only
          {'id':'r','effect':'limit'}               | The rule `r` limits nothing
          {'id':'r','effect':'limit','max_tokens':-1} | `max_tokens` must be a whole number
          {'id':'r','effect':'limit','max_tokens':1.5} | `max_tokens` must be a whole number
          {'id':'r','effect':'limit','fields':[]}   | The rule `r`: `fields` must be a JSON object.
          {'id':'r','effect':'limit','fields':{'speed':true}} | The rule `r`: `fields`: `speed` must be false or a list
          {'id':'r','effect':'limit','fields':{'speed':[]}} | `speed` must hold 1 to 200 values
          {'id':'r','effect':'limit','fields':{'speed':[{}]}} | `speed` must list strings
          {'id':'r','effect':'limit','server_tools':{'a':true}} | `a` must be false or {"max_uses": n}
          {'id':'r','effect':'limit','server_tools':{'a':{}}} | `max_uses` must be given
          {'id':'r','effect':'limit','server_tools':{'a':{'x':1}}} | there is no key `x` here
          {'id':'r','effect':'limit','denied_betas':[1]} | `denied_betas` must be a string or a list of strings
          {'id':'r','effect':'allow'},{'id':'r','effect':'deny'} | There are two rules with the id `r`.
          {'id':'r','effect':'allow','effect':'deny'} | a key stands twice in one object
          """)
  void isNoRule(String rules, String sentence) {
    assertThat(refused("{'rules':[" + rules + "]}")).contains(sentence).endsWith(".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                       | The policy must be a JSON object.
          {}                       | The policy: `rules` must be a list
          {'rules':{}}             | The policy: `rules` must be a list
          {'rules':[],'name':'x'}  | The policy: there is no key `name` here.
          {'rules':[],'version':'1'} | `version` must be a whole number
          {'rules':                | not valid JSON
          """)
  void isNoPolicy(String text, String sentence) {
    assertThat(refused(text)).contains(sentence);
  }

  @Test
  void aPolicyHasAtMost500RulesAnd256Kilobytes() {
    String rules =
        IntStream.range(0, 501)
            .mapToObj(i -> "{'id':'r-" + i + "','effect':'allow'}")
            .collect(Collectors.joining(","));
    assertThat(refused("{'rules':[" + rules + "]}")).contains("at most 500 rules");
    assertThat(refused("{'rules':[]" + " ".repeat(256 << 10) + "}")).contains("at most 256 KB");
  }

  @Test
  void anEmptyPolicyIsAllowedAndAllowsNothing() {
    assertThat(document("{'rules':[],'version':4}").version()).hasValue(4);
  }

  @ParameterizedTest
  @CsvSource({
    "main,main,true",
    "main,mains,false",
    "*,anything,true",
    "a*,a,true",
    "*a*b,xaxxb,true",
    "*a*b,xaxxbc,false",
    "a**b,ab,true",
    "release/*,release/1/2,true",
    "a.c,abc,false"
  })
  void globs(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }
}
