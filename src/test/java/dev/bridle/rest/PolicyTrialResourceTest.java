package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.ASK_SHAPE;
import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A policy that is tried on calls that were really made. */
@OnBothEngines
class PolicyTrialResourceTest {
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}";
  private static final String ALL = "{'id':'all','effect':'allow'}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  PolicyTrialResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private int call(String model, int maxTokens, String more) {
    String body =
        "{'model':'%s','max_tokens':%d%s,'messages':[{'role':'user','content':'hi'}]}"
            .formatted(model, maxTokens, more)
            .replace('\'', '"');
    return desk.post("/v1/messages", body).statusCode();
  }

  private JsonNode tried(String body) {
    var answer = desk.postRest("ai-policy/dry-run", body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode triedRules(String... rules) {
    return tried("{'policy':{'rules':[" + String.join(",", rules) + "]}}");
  }

  private String refused(String body) {
    var answer = desk.postRest("ai-policy/dry-run", body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(422);
    return JsonMapper.shared().readTree(answer.body()).path("message").asString();
  }

  @Test
  void itTellsWhatWouldHaveBeenRefusedByWhichRuleAndWhere() {
    assertThat(call("claude-opus-5-5", 100, "")).isEqualTo(200);
    assertThat(call("claude-opus-5-5", 100, "")).isEqualTo(200);
    assertThat(call("claude-sonnet-5-5", 5000, "")).isEqualTo(200);
    assertThat(call("claude-sonnet-5-5", 100, "")).isEqualTo(200);
    var report =
        triedRules(
            "{'id':'no-opus','effect':'deny','models':['claude-opus-*']}",
            "{'id':'short','effect':'limit','max_tokens':1000}",
            "{'id':'wip','effect':'deny','report_only':true}",
            ALL);
    assertThat(report.path("complete").asBoolean()).isTrue();
    assertThat(report.path("judged").asInt()).isEqualTo(4);
    assertThat(report.path("refused").asInt()).isEqualTo(3);
    assertThat(report.path("not_judged")).isEmpty();
    var rules = report.path("by_rule");
    assertThat(rules.findValuesAsString("rule"))
        .containsExactlyInAnyOrder("no-opus", "short", "wip");
    for (JsonNode rule : rules) {
      int refused =
          switch (rule.path("rule").asString()) {
            case "no-opus" -> 2;
            case "short" -> 1;
            default -> 0;
          };
      assertThat(rule.path("refused").asInt()).isEqualTo(refused);
      assertThat(rule.path("reported").asInt()).isEqualTo(refused == 0 ? 4 : 0);
      assertThat(rule.path("message").asString()).contains("`" + rule.path("rule").asString());
    }
    // One for each rule and build.
    assertThat(report.path("samples")).hasSize(2);
    var build = report.path("samples").path(0).path("build");
    assertThat(build.path("pipeline").asString()).isEqualTo("analysis");
    assertThat(build.path("web_url").asString()).endsWith("/acme/analysis/builds/1");
    assertThat(desk.refusedCalls()).isEmpty();
  }

  @Test
  void fieldsAndToolsAreJudgedByTheShapeThatIsKept() {
    desk.policy(ALL);
    assertThat(call("claude-sonnet-5-5", 100, ",'service_tier':'auto'")).isEqualTo(200);
    assertThat(call("claude-sonnet-5-5", 100, ",'metadata':{'user_id':'u'}")).isEqualTo(200);
    assertThat(
            call(
                "claude-sonnet-5-5",
                100,
                ",'tools':[{'type':'web_search_20250305','name':'w','max_uses':5}]"))
        .isEqualTo(200);
    var report =
        triedRules(
            "{'id':'costs','effect':'limit','fields':{'service_tier':['standard_only'],'metadata':false},'server_tools':{'web_search':{'max_uses':2}}}",
            ALL);
    assertThat(report.path("judged").asInt()).isEqualTo(3);
    assertThat(report.path("refused").asInt()).isEqualTo(3);
    var allowed =
        triedRules(
            "{'id':'costs','effect':'limit','fields':{'service_tier':['auto']},'server_tools':{'web_search':{'max_uses':5}}}",
            ALL);
    assertThat(allowed.path("refused").asInt()).isZero();
  }

  @Test
  void whatIsNotKnownOfACallIsNotGuessed() {
    assertThat(call("claude-sonnet-5-5", 100, "")).isEqualTo(200);
    desk.onlyCall();
    desk.database().execute(sql -> sql.update(MODEL_CALL).setNull(MODEL_CALL.ASK_SHAPE).execute());
    var byFields = triedRules("{'id':'costs','effect':'limit','fields':{'speed':false}}", ALL);
    assertThat(byFields.path("judged").asInt()).isZero();
    assertThat(byFields.path("not_judged").path(0).path("why").asString()).contains("not kept");
    assertThat(byFields.path("not_judged").path(0).path("calls").asInt()).isEqualTo(1);
    var byModel = triedRules("{'id':'no','effect':'deny','models':['claude-sonnet-*']}", ALL);
    assertThat(byModel.path("refused").asInt()).isEqualTo(1);
  }

  @Test
  void aValueThatIsNotKeptIsNotHeldAgainstACall() {
    assertThat(call("claude-sonnet-5-5", 100, "")).isEqualTo(200);
    desk.onlyCall();
    desk.database()
        .execute(sql ->
            sql.update(ASK_SHAPE)
                .set(
                    ASK_SHAPE.SHAPE,
                    "{\"fields\":{\"user\":\"\",\"odd\":\"\"},\"server_tools\":[],\"betas\":[]}")
                .execute());
    assertThat(
            triedRules("{'id':'l','effect':'limit','fields':{'user':['ana']}}", ALL)
                .path("not_judged")
                .path(0)
                .path("why")
                .asString())
        .contains("`user`");
    assertThat(
            triedRules("{'id':'l','effect':'limit','fields':{'user':false}}", ALL)
                .path("refused")
                .asInt())
        .isEqualTo(1);
    // Had it been this word, it would have been kept.
    assertThat(
            triedRules("{'id':'l','effect':'limit','fields':{'odd':['word']}}", ALL)
                .path("refused")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void aBuildIsJudgedAsWhenItRan() {
    assertThat(call("claude-sonnet-5-5", 100, "")).isEqualTo(200);
    desk.onlyCall();
    desk.database().execute(sql -> sql.update(BUILD).set(BUILD.STATE, "passed").execute());
    var report =
        triedRules("{'id':'running','effect':'allow','if':'build.state == \\\"running\\\"'}");
    assertThat(report.path("judged").asInt()).isEqualTo(1);
    assertThat(report.path("refused").asInt()).isZero();
  }

  @Test
  void callsThatARuleRefusedMayPassNow() {
    desk.policy("{'id':'no-opus','effect':'deny','models':['claude-opus-*']}", ALL);
    assertThat(call("claude-opus-5-5", 100, "")).isEqualTo(403);
    assertThat(call("claude-opus-5-5", 100, "")).isEqualTo(403);
    var report = triedRules(ALL);
    assertThat(report.path("refused_before").asInt()).isEqualTo(2);
    assertThat(report.path("allowed_now").asInt()).isEqualTo(2);
    assertThat(report.path("judged").asInt()).isZero();
    var asItIs = tried("{}");
    assertThat(asItIs.path("refused_before").asInt()).isEqualTo(2);
    assertThat(asItIs.path("allowed_now").asInt()).isZero();
    assertThat(tried("{'version':0}").path("allowed_now").asInt()).isEqualTo(2);
  }

  @Test
  void olderCallsAreNotLookedAt() {
    assertThat(call("claude-sonnet-5-5", 100, "")).isEqualTo(200);
    desk.onlyCall();
    long past = Instant.now().minus(Duration.ofDays(3)).toEpochMilli();
    desk.database()
        .execute(sql -> sql.update(MODEL_CALL).set(MODEL_CALL.OPENED_MS, past).execute());
    assertThat(tried("{'days':2}").path("judged").asInt()).isZero();
    assertThat(tried("{'days':4}").path("judged").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(refused("{'days':32}")).contains("from 1 to 31");
    assertThat(refused("{'days':'x'}")).contains("from 1 to 31");
    assertThat(refused("{'rules':[]}")).contains("no field 'rules'");
    assertThat(refused("{'policy':{'rules':[{'id':'a'}]}}")).contains("`a`");
    assertThat(refused("{'policy':{'rules':[]},'version':0}")).contains("not both");
    assertThat(desk.postRest("ai-policy/dry-run", "{\"version\":9}").statusCode()).isEqualTo(404);
    assertThat(desk.postRest("ai-policy/dry-run", "[]").statusCode()).isEqualTo(400);
  }

  @Test
  void anotherOrganizationsCallsAreNotSeen() {
    assertThat(call("claude-sonnet-5-5", 100, "")).isEqualTo(200);
    desk.onlyCall();
    desk.database()
        .execute(
            sql -> sql.update(MODEL_CALL).set(MODEL_CALL.ORGANIZATION_ID, "another").execute());
    assertThat(triedRules(ALL).path("judged").asInt()).isZero();
  }
}
