package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An allowance that is tried on calls that were really made. */
@OnBothEngines
class AllowanceTrialResourceTest {
  /** 100 tokens of input and 100 of output, by a model of 3 and 15 dollars a million. */
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":100,\"output_tokens\":100}}";

  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":200,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  AllowanceTrialResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void calls(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    }
  }

  /**
   * As if they had been made one after the other, each so many milliseconds after the one before.
   */
  private void apart(long ms, long lastedMs) {
    long lastMs = System.currentTimeMillis() - 1_000;
    desk.calls();
    desk.database()
        .execute(sql -> {
          List<String> ids =
              sql.select(MODEL_CALL.ID)
                  .from(MODEL_CALL)
                  .orderBy(MODEL_CALL.ID)
                  .fetch(MODEL_CALL.ID);
          for (int i = 0; i < ids.size(); i++) {
            long openedMs = lastMs - (ids.size() - 1 - i) * ms;
            sql.update(MODEL_CALL)
                .set(MODEL_CALL.OPENED_MS, openedMs)
                .set(MODEL_CALL.SETTLED_MS, openedMs + lastedMs)
                .where(MODEL_CALL.ID.eq(ids.get(i)))
                .execute();
          }
        });
  }

  private JsonNode tried(String path, String body) {
    var answer = desk.postRest(path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private JsonNode triedNew(String body) {
    return tried("allowances/dry-run", body);
  }

  @Test
  void requestsBeyondTheAmountWouldHaveBeenRefused() {
    calls(5);
    apart(10, 5);
    var report =
        triedNew("{'scope':'build','unit':'requests','window':'lifetime','amount':3,'days':1}");
    assertThat(report.path("complete").asBoolean()).isTrue();
    assertThat(report.path("judged").asInt()).isEqualTo(5);
    assertThat(report.path("refused").asInt()).isEqualTo(2);
    assertThat(report.path("targets").asInt()).isEqualTo(1);
    var sample = report.path("samples").path(0);
    assertThat(sample.path("build").path("number").asInt()).isEqualTo(1);
    assertThat(sample.path("settled").asString()).isEqualTo("3");
    assertThat(sample.path("target_id").asString()).isEqualTo(desk.job.buildId());
    assertThat(JsonMapper.shared().readTree(desk.getRest("allowances").body())).isEmpty();
  }

  @Test
  void moneyIsHeldForTheWholeOfMaxTokens() {
    calls(3);
    apart(10, 5);
    var cost = new java.math.BigDecimal(desk.calls().path(0).path("cost_usd").asString());
    // Room for what three cost, but not for what the third has to hold.
    String amount = cost.multiply(java.math.BigDecimal.valueOf(3)).toPlainString();
    String terms = "{'scope':'build','unit':'usd','window':'lifetime','amount':'%s'%s}";
    assertThat(triedNew(terms.formatted(amount, "")).path("refused").asInt()).isEqualTo(1);
    String enough = cost.multiply(java.math.BigDecimal.valueOf(4)).toPlainString();
    assertThat(triedNew(terms.formatted(enough, "")).path("refused").asInt()).isZero();
  }

  @Test
  void whatWasSpentBeforeTheDaysCounts() {
    calls(4);
    apart(10, 5);
    long past = System.currentTimeMillis() - 3L * 86_400_000;
    desk.database()
        .execute(sql ->
            sql.update(MODEL_CALL)
                .set(MODEL_CALL.OPENED_MS, past)
                .where(
                    MODEL_CALL.ID.in(
                        sql.select(MODEL_CALL.ID)
                            .from(MODEL_CALL)
                            .orderBy(MODEL_CALL.ID)
                            .limit(2)
                            .fetch(MODEL_CALL.ID)))
                .execute());
    String terms = "{'scope':'%s','unit':'requests','window':'lifetime','amount':3,'days':1}";
    var report = triedNew(terms.formatted("pipeline"));
    assertThat(report.path("judged").asInt()).isEqualTo(2);
    assertThat(report.path("refused").asInt()).isEqualTo(1);
  }

  @Test
  void callsAtTheSameTimeWouldHaveWaited() {
    calls(4);
    apart(10, 15);
    var report = triedNew("{'scope':'organization','unit':'concurrent_calls','amount':1,'days':1}");
    assertThat(report.path("refused").asInt()).isZero();
    assertThat(report.path("would_wait").asInt()).isEqualTo(3);
  }

  @Test
  void aWindowOfTokensLetsALargeCallPassWhenItIsEmpty() {
    calls(2);
    apart(10, 5);
    var report =
        triedNew("{'scope':'job','unit':'input_tokens','window':'month','amount':50,'days':1}");
    assertThat(report.path("judged").asInt()).isEqualTo(2);
    assertThat(report.path("refused").asInt()).isEqualTo(1);
  }

  @Test
  void onlyWhatItCoversIsJudged() {
    calls(2);
    String other = "{'scope':'organization','unit':'requests','window':'day','amount':0,%s}";
    assertThat(triedNew(other.formatted("'model':'claude-opus-*'")).path("judged").asInt())
        .isZero();
    assertThat(triedNew(other.formatted("'provider':'openai'")).path("judged").asInt()).isZero();
    assertThat(triedNew(other.formatted("'model':'claude-sonnet-*'")).path("refused").asInt())
        .isEqualTo(2);
  }

  @Test
  void aChangeOfOneThatThereIsIsTriedWithoutMakingIt() {
    var made = desk.allow("build", "requests", "lifetime", "10");
    calls(3);
    apart(10, 5);
    String path = "allowances/" + made.path("id").asString() + "/dry-run";
    assertThat(tried(path, "{'amount':1}").path("refused").asInt()).isEqualTo(2);
    assertThat(tried(path, "{}").path("refused").asInt()).isZero();
    assertThat(desk.allowance(made).path("amount").asString()).isEqualTo("10");
    assertThat(desk.postRest(path, "{\"mode\":\"soft\"}").statusCode()).isEqualTo(422);
    assertThat(desk.postRest(path, "{\"scope\":\"job\"}").statusCode()).isEqualTo(422);
    assertThat(desk.postRest("allowances/none/dry-run", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void whatAnAllowanceRefusedThenIsNotGuessed() {
    desk.allow("build", "requests", "lifetime", "1");
    calls(1);
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isNotEqualTo(200);
    var report = triedNew("{'scope':'organization','unit':'requests','window':'day','amount':9}");
    assertThat(report.path("judged").asInt()).isEqualTo(1);
    assertThat(report.path("not_judged").path(0).path("why").asString())
        .contains("refused it then");
    assertThat(report.path("not_judged").path(0).path("calls").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsWrongIsSaid() {
    String terms = "{\"scope\":\"build\",\"unit\":\"usd\",\"window\":\"day\",\"amount\":\"1\",%s}";
    for (String more : List.of("\"days\":0", "\"days\":1.5", "\"target\":\"none\"", "\"x\":1")) {
      assertThat(desk.postRest("allowances/dry-run", terms.formatted(more)).statusCode())
          .as(more)
          .isEqualTo(422);
    }
  }
}
