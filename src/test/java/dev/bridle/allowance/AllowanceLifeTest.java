package dev.bridle.allowance;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What administrators do to allowances, and what a job is told of them. */
@OnBothEngines
class AllowanceLifeTest {
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":500,"cache_read_input_tokens":0,"output_tokens":1000}}\
      """;
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  AllowanceLifeTest(Engine engine) {
    desk = CallDesk.open(engine, provider, clock);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private HttpResponse<String> pass(String body) {
    var answer = desk.post("/v1/messages", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    await()
        .until(() -> desk.calls().valueStream().noneMatch(row -> row.path("settled_at").isNull()));
    return answer;
  }

  private void refused(String body, int status, String code, String... words) {
    var answer = desk.post("/v1/messages", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var error = JsonMapper.shared().readTree(answer.body()).path("error");
    assertThat(error.at("/details/error_code").asString()).isEqualTo(code);
    assertThat(error.path("message").asString()).contains(words);
  }

  private static String longer(int bytes) {
    return ASK.replace("\"hi\"", "\"" + "x".repeat(bytes) + "\"");
  }

  private void answers(String usage) {
    provider.behave(
        answering(
            200,
            "application/json",
            ANSWER.replaceAll("\"usage\":\\{.*}}", "\"usage\":{" + usage + "}}")));
  }

  private String balance(JsonNode allowance, String what) {
    return desk.allowance(allowance).at("/balances/0/" + what).asString();
  }

  private void change(JsonNode allowance, String fields) {
    var answer = desk.put("allowances/" + allowance.path("id").asString(), fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void aLoweredAmountGovernsTheNextCallAndShowsByHowMuchItIsOver() {
    desk.deleteAllowances();
    var budget = desk.allow("build", "usd", "lifetime", "1");
    pass(ASK);
    change(budget, "{\"amount\":\"0.010\"}");
    assertThat(balance(budget, "over_by")).isEqualTo("0.001");
    assertThat(balance(budget, "settled")).isEqualTo("0.011");
    assertThat(balance(budget, "remaining")).isEqualTo("0");
    assertThat(desk.limits().path(0).path("over_by").asString()).isEqualTo("0.001");
    refused(ASK, 402, "build_budget_exhausted", "allowance of $0.01 in all");
    change(budget, "{\"amount\":\"1\"}");
    assertThat(balance(budget, "over_by")).isEqualTo("0");
    pass(ASK);
  }

  @Test
  void whoDeletesAnAllowanceAndMakesItAgainHasNotForgottenWhatWasSpent() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0.05");
    desk.allow("build", "requests", "lifetime", "9");
    pass(ASK);
    desk.deleteAllowances();
    // What is spent while there is none counts as well.
    pass(ASK);
    var budget = desk.allow("build", "usd", "lifetime", "0.03");
    var requests = desk.allow("build", "requests", "lifetime", "9");
    refused(ASK, 402, "build_budget_exhausted", "($0.022 used)");
    change(budget, "{\"amount\":\"0.05\"}");
    pass(ASK);
    assertThat(balance(budget, "settled")).isEqualTo("0.033");
    assertThat(balance(requests, "settled")).isEqualTo("3");
  }

  @Test
  void whatOneAllowanceRefusesIsHeldOnNoOther() {
    desk.deleteAllowances();
    var wide = desk.allow("organization", "usd", "month", "100");
    var requests = desk.allow("organization", "requests", "minute", "100");
    var tokens = desk.allow("organization", "input_tokens", "minute", "100000");
    desk.allow("build", "usd", "lifetime", "0.001");
    refused(ASK, 402, "build_budget_exhausted", "allowance of $0.001 in all");
    assertThat(desk.limits())
        .hasSize(4)
        .allSatisfy(l -> {
          assertThat(l.path("settled").asString()).isEqualTo("0");
          assertThat(l.path("held").asString()).isEqualTo("0");
        });
    for (JsonNode one : new JsonNode[] {wide, requests, tokens}) {
      assertThat(desk.allowance(one).path("balances").path(0).path("held").asString("0"))
          .isEqualTo("0");
    }
    assertThat(desk.calls()).isEmpty();
  }

  @Test
  void aWriteThatFailsAdmitsNothingAndHoldsNothing() {
    desk.deleteAllowances();
    var budget = desk.allow("build", "usd", "lifetime", "0.05");
    desk.allow("build", "requests", "lifetime", "9");
    pass(ASK);
    desk.database().execute(sql -> sql.execute("alter table model_call rename to away"));
    for (int i = 0; i < 3; i++) {
      refused(ASK, 503, "ledger_unavailable", "it was not made");
    }
    desk.database().execute(sql -> sql.execute("alter table away rename to model_call"));
    assertThat(provider.messages()).isEqualTo(1);
    assertThat(balance(budget, "held")).isEqualTo("0");
    assertThat(balance(budget, "settled")).isEqualTo("0.011");
    pass(ASK);
    assertThat(balance(budget, "settled")).isEqualTo("0.022");
    assertThat(desk.limits().path(1).path("settled").asString()).isEqualTo("2");
  }

  @Test
  void anEmptyTokenWindowLetsACallPassThatIsLargerAndThenIsFull() {
    desk.deleteAllowances();
    desk.allow("organization", "input_tokens", "minute", "1000");
    answers("\"input_tokens\":15000,\"output_tokens\":1");
    pass(longer(60_000));
    assertThat(desk.limits().path(0).path("settled").asString()).isEqualTo("15000");
    assertThat(desk.limits().path(0).path("over_by").asString()).isEqualTo("14000");
    refused(
        ASK,
        429,
        "rate_limited",
        "1000 input tokens a minute",
        "it resets at 2026-11-23T12:01:00Z");
    clock.pass(Duration.ofMinutes(1));
    pass(longer(60_000));
  }

  @Test
  void aTokenWindowIsEstimatedAndNotCountedInBytes() {
    desk.deleteAllowances();
    desk.allow("organization", "input_tokens", "minute", "25000");
    answers("\"input_tokens\":10,\"output_tokens\":1");
    pass(ASK);
    answers("\"input_tokens\":15000,\"output_tokens\":1");
    // Far more bytes than the window has tokens.
    pass(longer(60_000));
    assertThat(desk.limits().path(0).path("settled").asString()).isEqualTo("15010");
  }

  @Test
  void whatIsReadFromACacheIsFreeAndThePipelinesNextCallsAreEstimatedByIt() {
    desk.deleteAllowances();
    desk.allow("organization", "input_tokens", "minute", "1000");
    answers("\"input_tokens\":10,\"cache_read_input_tokens\":900000,\"output_tokens\":1");
    // Each for itself would be larger than the window, were its bytes or its cache counted.
    for (int i = 1; i <= 20; i++) {
      pass(longer(60_000));
      assertThat(desk.limits().path(0).path("settled").asString())
          .isEqualTo(Integer.toString(10 * i));
    }
    answers("\"input_tokens\":10,\"cache_creation_input_tokens\":900,\"output_tokens\":1");
    pass(longer(60_000));
    assertThat(desk.limits().path(0).path("settled").asString()).isEqualTo("1110");
  }

  @Test
  void aJobSeesWhatItHasLeftAndEveryAnswerCarriesIt() {
    desk.deleteAllowances();
    var budget = desk.allow("build", "usd", "day", "0.05");
    desk.allow("organization", "requests", "minute", "50");
    desk.allow("organization", "input_tokens", "minute", "50000");
    pass(ASK);
    var limits = desk.limits();
    assertThat(limits).hasSize(3);
    var money = limits.path(0);
    assertThat(money.path("id").asString()).isEqualTo(budget.path("id").asString());
    assertThat(money.path("scope").asString()).isEqualTo("build");
    assertThat(money.path("unit").asString()).isEqualTo("usd");
    assertThat(money.path("window").asString()).isEqualTo("day");
    assertThat(money.path("mode").asString()).isEqualTo("hard");
    assertThat(money.path("amount").asString()).isEqualTo("0.05");
    assertThat(money.path("settled").asString()).isEqualTo("0.011");
    assertThat(money.path("held").asString()).isEqualTo("0");
    assertThat(money.path("remaining").asString()).isEqualTo("0.039");
    assertThat(money.path("resets_at").asString()).isEqualTo("2026-11-24T00:00:00Z");
    var headers = pass(ASK).headers();
    assertThat(headers.firstValue("anthropic-ratelimit-requests-limit")).contains("50");
    assertThat(headers.firstValue("anthropic-ratelimit-requests-remaining")).contains("48");
    assertThat(headers.firstValue("anthropic-ratelimit-requests-reset"))
        .contains("2026-11-23T12:01:00Z");
    assertThat(headers.firstValue("anthropic-ratelimit-input-tokens-limit")).contains("50000");
    assertThat(headers.firstValue("Bridle-Budget-Limit-Usd")).contains("0.05");
    assertThat(headers.firstValue("Bridle-Budget-Spent-Usd")).contains("0.011");
    assertThat(headers.firstValue("Bridle-Budget-Reset")).contains("2026-11-24T00:00:00Z");
    assertThat(headers.firstValue("Bridle-Budget-Remaining-Usd"))
        .hasValueSatisfying(left -> assertThat(left).startsWith("0.0"));
  }

  @Test
  void aHostedConnectionBeginsWithThreeOrdinaryAllowances() {
    var all = JsonMapper.shared().readTree(desk.getRest("allowances").body());
    assertThat(all.valueStream().map(AllowanceLifeTest::inWords))
        .containsExactlyInAnyOrder(
            "organization anthropic requests minute 50 hard",
            "organization anthropic input_tokens minute 50000 hard",
            "organization anthropic usd month 1000 hard");
    for (JsonNode one : all) {
      String path = "allowances/" + one.path("id").asString();
      assertThat(desk.delete(path).statusCode()).isEqualTo(204);
      assertThat(desk.delete(path).statusCode()).isEqualTo(404);
    }
    assertThat(desk.getRest("allowances").body()).isEqualTo("[]");
    assertThat(desk.limits()).isEmpty();
    for (int i = 0; i < 51; i++) {
      assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    }
  }

  private static String inWords(JsonNode one) {
    assertThat(one.path("target").isNull()).isTrue();
    assertThat(one.path("model").isNull()).isTrue();
    return String.join(
        " ",
        one.path("scope").asString(),
        one.path("provider").asString(),
        one.path("unit").asString(),
        one.path("window").asString(),
        one.path("amount").asString(),
        one.path("mode").asString());
  }

  @Test
  void aModelWithoutAPriceIsRefusedUnderMoneyInWordsThatNameTheFixAndPassesWithoutIt() {
    desk.deleteAllowances();
    var budget = desk.allow("build", "usd", "lifetime", "1");
    desk.allow("build", "requests", "lifetime", "9");
    String local = ASK.replace("claude-sonnet-5-5", "local-7b");
    refused(
        local,
        403,
        "model_not_allowed",
        "The model 'local-7b' has no price",
        "the allowance of $1 in all for each build",
        "bridle admin prices add, or prices like");
    assertThat(provider.messages()).isZero();
    assertThat(desk.delete("allowances/" + budget.path("id").asString()).statusCode())
        .isEqualTo(204);
    pass(local);
  }
}
