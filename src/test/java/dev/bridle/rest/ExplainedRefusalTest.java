package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is refused is recorded with all that was judged, and asking for an explanation of the same
 * call names the same rule.
 */
@OnBothEngines
class ExplainedRefusalTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":12}}\
      """;
  private static final String ALL_MAY = "{'id':'all','effect':'allow'}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  ExplainedRefusalTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static String ask(String more) {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,%s\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(more.replace('\'', '"'));
  }

  /** The call as its sender would describe it, from the request and not from any record. */
  private static Map<String, Object> described(String body, List<String> betas) {
    JsonNode request = JSON.readTree(body);
    var fields = new LinkedHashMap<String, Object>();
    request
        .properties()
        .forEach(field ->
            fields.put(
                field.getKey(), field.getValue().isValueNode() ? field.getValue().asString() : ""));
    var tools = new ArrayList<Map<String, Object>>();
    for (JsonNode tool : request.path("tools")) {
      if (tool.has("type")) {
        var one = new LinkedHashMap<String, Object>();
        one.put("type", tool.path("type").asString());
        if (tool.has("max_uses")) {
          one.put("max_uses", tool.path("max_uses").asInt());
        }
        tools.add(one);
      }
    }
    var call = new LinkedHashMap<String, Object>();
    call.put("model", request.path("model").asString());
    call.put("max_tokens", request.path("max_tokens").asInt());
    call.put("stream", request.path("stream").asBoolean(false));
    call.put("fields", fields);
    call.put("server_tools", tools);
    call.put("betas", betas);
    return call;
  }

  /** The call as the recorded row has it. */
  private static Map<String, Object> recorded(JsonNode row) {
    var call = new LinkedHashMap<String, Object>();
    for (String name : List.of("provider", "model", "max_tokens")) {
      call.put(name, row.path(name));
    }
    call.put("stream", row.path("streamed"));
    call.put("fields", row.at("/asked/fields"));
    var tools = new ArrayList<Map<String, Object>>();
    for (JsonNode tool : row.at("/asked/server_tools")) {
      var one = new LinkedHashMap<String, Object>();
      one.put("type", tool.path("type"));
      if (tool.hasNonNull("max_uses")) {
        one.put("max_uses", tool.path("max_uses"));
      }
      tools.add(one);
    }
    call.put("server_tools", tools);
    call.put("betas", row.at("/asked/betas"));
    return call;
  }

  private JsonNode explain(Map<String, Object> call) {
    var question = JSON.writeValueAsString(Map.of("job", desk.job.jobId(), "call", call));
    var answer = desk.postRest("ai-policy/explain", question);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private JsonNode assertSameRule(
      String body, List<String> betas, String code, String rule, int version) {
    var answer =
        betas.isEmpty()
            ? desk.post("/v1/messages", body)
            : desk.post("/v1/messages", body, "anthropic-beta", String.join(",", betas));
    var error = JSON.readTree(answer.body()).path("error");
    assertThat(error.at("/details/error_code").asString()).as(answer.body()).isEqualTo(code);
    var row = desk.refusedCalls().get(0);
    assertThat(row.path("enforced").asBoolean()).isTrue();
    assertThat(row.path("error_code").asString()).isEqualTo(code);
    assertThat(row.path("rule").asString()).isEqualTo(rule);
    assertThat(row.path("policy_version").asInt()).isEqualTo(version);
    assertThat(row.path("job_id").asString()).isEqualTo(desk.job.jobId());
    assertThat(row.path("message").asString()).isEqualTo(error.path("message").asString());
    for (var call : List.of(described(body, betas), recorded(row))) {
      var explained = explain(call);
      assertThat(explained.path("decision").asString()).isEqualTo("denied");
      assertThat(explained.path("rule").asString()).isEqualTo(rule);
      assertThat(explained.path("version").asInt()).isEqualTo(version);
      assertThat(explained.path("message").asString()).isEqualTo(error.path("message").asString());
    }
    assertThat(provider.messages()).isZero();
    return row;
  }

  @Test
  void aModelThatOnlyOthersMayUse() {
    desk.policy("{'id':'small','effect':'allow','models':['claude-haiku-*']}");
    assertSameRule(ask(""), List.of(), "model_not_allowed", "small", 1);
  }

  @Test
  void aModelThatIsDenied() {
    desk.policy("{'id':'dear','effect':'deny','models':['claude-s*']}", ALL_MAY);
    assertSameRule(ask(""), List.of(), "model_not_allowed", "dear", 1);
  }

  @Test
  void toolsFieldsAndBetasOfTheBuiltInPolicy() {
    assertSameRule(
        ask("'tools':[{'type':'code_execution_20250825','name':'c'}],"),
        List.of(),
        "tool_not_allowed",
        "money-and-data",
        0);
    assertSameRule(
        ask("'tools':[{'type':'web_search_20250305','name':'w','max_uses':11}],"),
        List.of(),
        "tool_not_allowed",
        "money-and-data",
        0);
    assertSameRule(ask("'speed':'fast',"), List.of(), "field_not_allowed", "money-and-data", 0);
    assertSameRule(ask("'mcp_servers':[],"), List.of(), "field_not_allowed", "money-and-data", 0);
    assertSameRule(
        ask("'stream':true,"),
        List.of("harmless-1", "fast-mode-2026-02-01"),
        "beta_not_allowed",
        "money-and-data",
        0);
  }

  @Test
  void moreOutputThanALimitGrants() {
    desk.policy("{'id':'short','effect':'limit','max_tokens':999}", ALL_MAY);
    assertSameRule(ask(""), List.of(), "field_not_allowed", "short", 1);
  }

  @Test
  void aPipelineThatIsDenied() {
    desk.policy("{'id':'these','effect':'deny','pipeline_slug':['web','analysis']}", ALL_MAY);
    assertSameRule(ask(""), List.of(), "policy_denied", "these", 1);
  }

  @Test
  void aJobThatAConditionIsTrueOf() {
    desk.policy(
        "{'id':'main','effect':'deny','if':'build.branch == pipeline.default_branch'}", ALL_MAY);
    assertSameRule(ask(""), List.of(), "policy_denied", "main", 1);
  }

  @Test
  void aBuildOfAFork() {
    String pull = "{\"id\":\"7\",\"base\":\"main\",\"repository\":\"https://git.example/x/y.git\"}";
    desk.database()
        .execute(sql ->
            sql.update(BUILD)
                .set(BUILD.PULL_REQUEST, pull)
                .where(BUILD.ID.eq(desk.job.buildId()))
                .execute());
    var row = assertSameRule(ask(""), List.of(), "policy_denied", "fork-builds", 0);
    assertThat(row.path("branch_class").asString()).isEqualTo("fork");
  }

  @Test
  void whatNoRuleAllows() {
    desk.policy("{'id':'others','effect':'allow','pipeline_slug':'web'}");
    assertSameRule(ask(""), List.of(), "policy_denied", "default", 1);
  }

  @Test
  void aRefusalCarriesEverythingThatWasJudged() {
    var row =
        assertSameRule(
            ask(
                "'stream':true,'speed':'fast','temperature':0.5,'metadata':{'user_id':'u'},'tools':[{'name':'own'},{'type':'web_search_20250305','name':'w','max_uses':3}],"),
            List.of("harmless-1", "harmless-2"),
            "field_not_allowed",
            "money-and-data",
            0);
    assertThat(row.path("model").asString()).isEqualTo("claude-sonnet-5-5");
    assertThat(row.path("max_tokens").asInt()).isEqualTo(1000);
    assertThat(row.path("streamed").asBoolean()).isTrue();
    assertThat(row.path("pipeline").asString()).isEqualTo("analysis");
    assertThat(row.path("branch").asString()).isEqualTo("main");
    assertThat(row.path("source").asString()).isEqualTo("api");
    var asked = row.path("asked");
    assertThat(asked.path("fields").propertyNames())
        .containsExactlyInAnyOrder(
            "max_tokens",
            "messages",
            "metadata",
            "model",
            "speed",
            "stream",
            "temperature",
            "tools");
    assertThat(asked.at("/fields/speed").asString()).isEqualTo("fast");
    assertThat(asked.at("/fields/messages").asString()).isEmpty();
    assertThat(asked.path("betas").toString()).isEqualTo("[\"harmless-1\",\"harmless-2\"]");
    assertThat(asked.path("server_tools")).hasSize(1);
    assertThat(asked.at("/server_tools/0/type").asString()).isEqualTo("web_search_20250305");
    assertThat(asked.at("/server_tools/0/max_uses").asInt()).isEqualTo(3);
  }

  @Test
  void aRuleOnTrialIsRecordedAndExplainedWhileTheCallPasses() {
    desk.policy(
        "{'id':'trial','effect':'limit','report_only':true,'max_tokens':999}",
        "{'id':'no-more','effect':'deny','report_only':true,'build_branch':'main'}",
        ALL_MAY);
    assertThat(desk.post("/v1/messages", ask("")).statusCode()).isEqualTo(200);
    assertThat(provider.messages()).isEqualTo(1);
    var rows = desk.refusedCalls();
    assertThat(rows).hasSize(2).allMatch(row -> !row.path("enforced").asBoolean(true));
    assertThat(rows.valueStream().map(row -> row.path("rule").asString()))
        .containsExactlyInAnyOrder("trial", "no-more");
    assertThat(rows.valueStream().map(row -> row.path("error_code").asString()))
        .containsExactlyInAnyOrder("field_not_allowed", "policy_denied");
    var explained = explain(described(ask(""), List.of()));
    assertThat(explained.path("decision").asString()).isEqualTo("allowed");
    assertThat(explained.path("rule").asString()).isEqualTo("all");
    assertThat(explained.path("reported").valueStream().map(one -> one.path("rule").asString()))
        .containsExactlyInAnyOrder("trial", "no-more");
  }

  @Test
  void theSameRefusalWithinAMinuteIsOneRowThatCounts() {
    desk.policy("{'id':'none','effect':'deny'}");
    for (int i = 0; i < 3; i++) {
      assertThat(desk.post("/v1/messages", ask("")).statusCode()).isEqualTo(403);
    }
    long times =
        desk.refusedCalls().valueStream().mapToLong(row -> row.path("times").asLong()).sum();
    assertThat(times).isEqualTo(3);
  }
}
