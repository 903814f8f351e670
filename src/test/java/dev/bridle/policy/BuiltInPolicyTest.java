package dev.bridle.policy;

import static dev.bridle.policy.Rules.call;
import static dev.bridle.policy.Rules.denied;
import static dev.bridle.policy.Rules.job;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an organization that has stored no policy allows. */
class BuiltInPolicyTest {
  private final CompiledPolicy policy = PolicyDocument.builtIn().compiled(0);

  private static Ask with(String more) {
    return call("{'model':'claude-sonnet-5-5','max_tokens':128000" + more + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'betas':['context-management-2025-06-27','interleaved-thinking-2025-05-14']",
        ",'fields':{'system':[],'thinking':{},'unheard_of':1,'metadata':{}}",
        ",'fields':{'speed':'standard','service_tier':'standard_only'}",
        ",'server_tools':[{'type':'web_search_20260318','max_uses':10}]",
        ",'server_tools':[{'type':'bash_20250124'},{'type':'memory_20250818'},{'type':'tool_search_x'}]",
      })
  void ownBuildsMayAskForTheUsual(String more) {
    assertThat(policy.decide(job("{}"), with(more)))
        .isInstanceOf(Decision.Allowed.class)
        .extracting(Decision::rule)
        .isEqualTo("own-builds");
  }

  @Test
  void forksMayNot() {
    var denied = denied(policy.decide(job("{'build_fork':true}"), with("")));
    assertThat(denied.rule()).isEqualTo("fork-builds");
    assertThat(denied.kind()).isEqualTo(Decision.Kind.JOB);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'fields':{'mcp_servers':[]}                         | FIELD | mcp_servers
          'fields':{'container':'c'}                          | FIELD | container
          'fields':{'fallbacks':[]}                           | FIELD | fallbacks
          'fields':{'thread':{}}                              | FIELD | thread
          'fields':{'billing_policy':{}}                      | FIELD | billing_policy
          'fields':{'inference_geo':'us'}                     | FIELD | inference_geo
          'fields':{'speed':'fast'}                           | FIELD | speed
          'fields':{'service_tier':'auto'}                    | FIELD | service_tier
          'server_tools':[{'type':'web_search_20250305'}]     | TOOL  | web_search_20250305
          'server_tools':[{'type':'web_fetch_20260209','max_uses':11}] | TOOL | web_fetch_20260209
          'server_tools':[{'type':'advisor_20260301'}]        | TOOL  | advisor_20260301
          'server_tools':[{'type':'mcp_toolset'}]             | TOOL  | mcp_toolset
          'server_tools':[{'type':'code_execution_20260521'}] | TOOL  | code_execution_20260521
          'betas':['x','fast-mode-2026-02-01']                | BETA  | fast-mode-2026-02-01
          'betas':['MCP-client-2026-09-15']                   | BETA  | MCP-client-2026-09-15
          'betas':['output-300k-2026-03-24']                  | BETA  | output-300k-2026-03-24
          """)
  void whatMovesMoneyOrDataIsRefusedByName(String more, Decision.Kind kind, String subject) {
    var denied = denied(policy.decide(job("{}"), with("," + more)));
    assertThat(denied.rule()).isEqualTo("money-and-data");
    assertThat(denied.kind()).isEqualTo(kind);
    assertThat(denied.subject()).isEqualTo(subject);
    assertThat(denied.sentence())
        .contains("`money-and-data`", "`" + subject + "`", "an administrator of the organization");
  }

  private static Ask ofOpenAi(String more) {
    return call("{'provider':'openai','model':'gpt-5','max_tokens':128000" + more + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'fields':{'input':'','store':true,'metadata':{},'reasoning':{},'max_tool_calls':3}",
        ",'fields':{'service_tier':'flex'}",
        ",'fields':{'service_tier':'default'}",
        ",'server_tools':[{'type':'web_search','max_uses':10}]",
        ",'server_tools':[{'type':'web_search_preview_2025_03_11','max_uses':1}]",
      })
  void ownBuildsMayAskForTheUsualOfOpenAiToo(String more) {
    assertThat(policy.decide(job("{}"), ofOpenAi(more))).isInstanceOf(Decision.Allowed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'fields':{'service_tier':'priority'}            | FIELD | service_tier
          'fields':{'service_tier':'auto'}                | FIELD | service_tier
          'fields':{'previous_response_id':'resp_1'}      | FIELD | previous_response_id
          'fields':{'conversation':{}}                    | FIELD | conversation
          'fields':{'prompt':{}}                          | FIELD | prompt
          'fields':{'prediction':{}}                      | FIELD | prediction
          'fields':{'web_search_options':{}}              | FIELD | web_search_options
          'server_tools':[{'type':'web_search'}]          | TOOL  | web_search
          'server_tools':[{'type':'web_search_preview','max_uses':11}] | TOOL | web_search_preview
          'server_tools':[{'type':'mcp','max_uses':1}]    | TOOL  | mcp
          'server_tools':[{'type':'file_search'}]         | TOOL  | file_search
          'server_tools':[{'type':'code_interpreter'}]    | TOOL  | code_interpreter
          'server_tools':[{'type':'image_generation'}]    | TOOL  | image_generation
          'server_tools':[{'type':'shell'}]               | TOOL  | shell
          """)
  void whatMovesMoneyOrDataAtOpenAiIsRefusedByName(
      String more, Decision.Kind kind, String subject) {
    var denied = denied(policy.decide(job("{}"), ofOpenAi("," + more)));
    assertThat(denied.rule()).isEqualTo("money-and-data-openai");
    assertThat(denied.kind()).isEqualTo(kind);
    assertThat(denied.subject()).isEqualTo(subject);
  }
}
