package dev.bridle.policy;

import static dev.bridle.policy.Rules.ask;
import static dev.bridle.policy.Rules.call;
import static dev.bridle.policy.Rules.denied;
import static dev.bridle.policy.Rules.job;
import static dev.bridle.policy.Rules.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided, by which rule, and what is said about it. */
class CompiledPolicyTest {
  private static final String ALL = "{'id':'all','effect':'allow'}";
  private static final String JOB = "{'pipeline_slug':'web','build_branch':'main'}";
  private static final String SONNET = "claude-sonnet-5-5";

  @Test
  void theFirstRuleThatAllowsIsNamed() {
    var policy =
        policy(
            "{'id':'other','effect':'allow','pipeline_slug':'api'}",
            ALL,
            "{'id':'z','effect':'allow'}");
    assertThat(policy.decide(job(JOB), ask(SONNET)))
        .isEqualTo(new Decision.Allowed("all", 7, List.of()));
  }

  @Test
  void nothingIsAllowedThatNoRuleAllows() {
    var denied = denied(policy().decide(job(JOB), ask(SONNET)));
    assertThat(denied.rule()).isEqualTo("default");
    assertThat(denied.kind()).isEqualTo(Decision.Kind.JOB);
    assertThat(denied.sentence())
        .contains("rule `default`", "an administrator of the organization");
  }

  @Test
  void whatDeniesGoesBeforeWhatAllowsWhereverItStands() {
    var policy = policy(ALL, "{'id':'no-web','effect':'deny','pipeline_slug':['api','web']}");
    var denied = denied(policy.decide(job(JOB), ask(SONNET)));
    assertThat(denied.rule()).isEqualTo("no-web");
    assertThat(denied.kind()).isEqualTo(Decision.Kind.JOB);
    assertThat(denied.sentence()).contains("Policy rule `no-web` denies model calls to this job");
  }

  @Test
  void whatDeniesGoesBeforeALimit() {
    var policy =
        policy(
            "{'id':'small','effect':'limit','max_tokens':10}",
            ALL,
            "{'id':'no','effect':'deny','models':'claude-*'}");
    assertThat(policy.decide(job(JOB), ask(SONNET)).rule()).isEqualTo("no");
  }

  @Test
  void aRuleThatDeniesAModelSaysSo() {
    var policy = policy("{'id':'dear','effect':'deny','models':['claude-opus-*']}", ALL);
    var denied = denied(policy.decide(job(JOB), ask("CLAUDE-opus-5")));
    assertThat(denied.kind()).isEqualTo(Decision.Kind.MODEL);
    assertThat(denied.subject()).isEqualTo("CLAUDE-opus-5");
    assertThat(policy.decide(job(JOB), ask(SONNET))).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void aModelThatIsNotAllowedIsToldWithThoseThatAre() {
    var policy =
        policy(
            "{'id':'cheap','effect':'allow','models':['claude-haiku-*','claude-nano']}",
            "{'id':'main-only','effect':'allow','build_branch':'main','models':'claude-sonnet-*'}",
            "{'id':'elsewhere','effect':'allow','pipeline_slug':'api','models':'*'}");
    var denied = denied(policy.decide(job(JOB), ask("claude-opus-5")));
    assertThat(denied.rule()).isEqualTo("cheap");
    assertThat(denied.kind()).isEqualTo(Decision.Kind.MODEL);
    assertThat(denied.sentence())
        .contains("`claude-opus-5`", "`claude-haiku-*`, `claude-nano`, `claude-sonnet-*`")
        .doesNotContain("`*`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'pipeline_slug':'web'              | {'pipeline_slug':'web'}          | true
          'pipeline_slug':'web'              | {'pipeline_slug':'webs'}         | false
          'pipeline_slug':'w*'               | {'pipeline_slug':'web'}          | false
          'pipeline_id':['a','b']            | {'pipeline_id':'b'}              | true
          'build_branch':'release/*'         | {'build_branch':'release/1/2'}   | true
          'build_branch':'release/*'         | {'build_branch':'releases'}      | false
          'build_creator':'Ana@example.com'  | {'build_creator':'ana@EXAMPLE.com'} | true
          'build_creator':'ana@example.com'  | {}                               | false
          'build_source':['api','schedule']  | {'build_source':'schedule'}      | true
          'cluster_queue_key':'gpu'          | {'cluster_queue_key':'gpu'}      | true
          'cluster_name':'Prod'              | {'cluster_name':'prod'}          | false
          'build_fork':true                  | {'build_fork':true}              | true
          'build_fork':false                 | {'build_pull_request':true}      | true
          'build_pull_request':true          | {'build_fork':true}              | true
          'build_branch_class':'default'     | {'build_branch':'main'}          | true
          'build_branch_class':'other'       | {'build_branch':'x'}             | true
          'build_branch_class':['fork','pull_request'] | {'build_fork':true}    | true
          'provider':'openai'                | {}                               | false
          'provider':['openai','anthropic']  | {}                               | true
          'if':'build.branch =~ /^ma/'       | {}                               | true
          'if':'build.pull_request.repository.fork' | {}                        | false
          'if':'env(`A`) == `1`'             | {'env':{'A':'1'}}                | true
          'if':'$BUILDKITE_BRANCH == `main`' | {'env':{'BUILDKITE_BRANCH':'x'}} | true
          'pipeline_slug':'web','build_branch':'x' | {'pipeline_slug':'web'}    | false
          """)
  void claims(String claims, String job, boolean matches) {
    // In a condition, quotes are written as backticks here.
    var policy = policy("{'id':'r','effect':'allow'," + claims.replace("`", "\\\"") + "}");
    assertThat(policy.decide(job(job), ask(SONNET)) instanceof Decision.Allowed).isEqualTo(matches);
  }

  @Test
  void aConditionThatFailsIsTakenForWhatRefuses() {
    String fails = "'if':'${NOT_SET?} == null'";
    assertThat(policy("{'id':'a','effect':'allow'," + fails + "}").decide(job(JOB), ask(SONNET)))
        .isInstanceOf(Decision.Denied.class);
    assertThat(
            policy("{'id':'d','effect':'deny'," + fails + "}", ALL)
                .decide(job(JOB), ask(SONNET))
                .rule())
        .isEqualTo("d");
    assertThat(
            policy("{'id':'l','effect':'limit','max_tokens':1," + fails + "}", ALL)
                .decide(job(JOB), ask(SONNET))
                .rule())
        .isEqualTo("l");
  }

  @Test
  void rulesThatOnlyReportNeverDecide() {
    var policy =
        policy(
            "{'id':'d','effect':'deny','report_only':true}",
            "{'id':'l','effect':'limit','max_tokens':1,'report_only':true}",
            "{'id':'m','effect':'limit','max_tokens':100000,'report_only':true}",
            ALL);
    var decision = policy.decide(job(JOB), ask(SONNET));
    assertThat(decision).isInstanceOf(Decision.Allowed.class);
    assertThat(decision.reported()).extracting(Decision.Denied::rule).containsExactly("d", "l");
    assertThat(
            policy("{'id':'a','effect':'allow','report_only':true}").decide(job(JOB), ask(SONNET)))
        .isInstanceOf(Decision.Denied.class);
  }

  @Test
  void theExplanationNamesWhatDecidesAndWhyTheOthersDoNot() {
    var policy =
        policy(
            "{'id':'forks','effect':'deny','build_fork':true}",
            "{'id':'small','effect':'limit','max_tokens':500}",
            "{'id':'cheap','effect':'allow','models':'claude-haiku-*'}",
            ALL);
    var trace = policy.trace(job(JOB), ask(SONNET));
    assertThat(trace.decision()).isEqualTo(policy.decide(job(JOB), ask(SONNET)));
    assertThat(trace.decision().rule()).isEqualTo("small");
    assertThat(trace.rules())
        .extracting(Trace.Step::matched)
        .containsExactly(false, true, false, true);
    assertThat(trace.rules())
        .extracting(Trace.Step::why)
        .satisfiesExactly(
            why -> assertThat(why).isEqualTo("build_fork is `false`, not `true`"),
            why -> assertThat(why).contains("`max_tokens` up to 500"),
            why ->
                assertThat(why).contains("the model is `claude-sonnet-5-5`, not `claude-haiku-*`"),
            why -> assertThat(why).isNotBlank());
  }

  @Test
  void anAskIsTheSameAfterItWasWrittenDown() {
    var ask =
        call(
            "{'model':'m','max_tokens':5,'stream':true,'fields':{'speed':'fast','thread':{}},"
                + "'server_tools':[{'type':'web_search_20250305','max_uses':3},{'type':'x'}],'betas':['b-1']}");
    String text =
        tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(AskJson.of(ask));
    assertThat(call(text)).isEqualTo(ask);
  }
}
