package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.cli.CommandLineForTests;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Past calls of a running server are brought to prices that its organization writes later. */
@OnBothEngines
class RepricingResourceTest {
  /** Costs 0.011 by the book. */
  private static final String ANSWER =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":500,\"output_tokens\":1000}}";

  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String DAY = "{\"from\":\"2026-11-23\",\"to\":\"2026-11-24\"}";

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  RepricingResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider, clock);
  }

  @BeforeEach
  void deleteAllowances() {
    desk.deleteAllowances();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private void pass(String body) {
    var answer = desk.post("/v1/messages", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    await()
        .until(() -> desk.calls().valueStream().noneMatch(row -> row.path("settled_at").isNull()));
  }

  private void answersAs(String model) {
    provider.behave(answering(200, "application/json", ANSWER.replace("claude-sonnet-5-5", model)));
  }

  private static String priced(String model, String input, String output) {
    return ("{'id':'%s','contextWindow':100000,'maxOutput':5000,'prices':[{'input':'%s','output':'%s',"
            + "'cacheWrite5m':'1','cacheWrite1h':'1','cacheRead':'1'}]}")
        .formatted(model, input, output);
  }

  private void prices(int version, String... models) {
    String document = "{\"version\":" + version + ",\"models\":[" + String.join(",", models) + "]}";
    var answer = desk.put("prices", document.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode reprice(int status, String body) {
    var answer = desk.postRest("ledger/reprice", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private void assertRepriced(int calls, int corrected, int skipped, String difference) {
    var found = reprice(200, DAY);
    assertThat(found.path("calls").asInt()).isEqualTo(calls);
    assertThat(found.path("corrected").asInt()).isEqualTo(corrected);
    assertThat(found.path("skipped").asInt()).isEqualTo(skipped);
    assertThat(found.path("difference_usd").asString()).isEqualTo(difference);
  }

  /** What the ledger says is right, and running again would write nothing. */
  private void assertVerified() {
    var again = reprice(200, DAY);
    assertThat(again.path("corrected").asInt()).isZero();
    assertThat(again.path("difference_usd").asString()).isEqualTo("0");
    var report = JsonMapper.shared().readTree(desk.postRest("ledger/verify", "").body());
    assertThat(report.path("items")).isEmpty();
    assertThat(report.path("ok").asBoolean()).isTrue();
  }

  private void assertUsage(int calls, String cost, String atMost) {
    for (String by : List.of("day", "pipeline", "build", "job", "model")) {
      var usage = desk.usage(by);
      assertThat(usage.path("groups")).as(by).hasSize(1);
      var totals = usage.path("totals");
      assertThat(totals.path("calls").asInt()).as(by).isEqualTo(calls);
      assertThat(totals.path("cost_usd").asString()).as(by).isEqualTo(cost);
      assertThat(totals.path("cost_at_most_usd").asString()).as(by).isEqualTo(atMost);
    }
  }

  private String settled(JsonNode allowance) {
    return desk.allowance(allowance).at("/balances/0/settled").asString();
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndDoesNothing() {
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    var found = reprice(200, DAY.replace("}", ",\"dry_run\":true}"));
    assertThat(found.path("dry_run").asBoolean()).isTrue();
    assertThat(found.path("price_version").asString()).isEqualTo("2026-11-23+1");
    assertThat(found.path("corrected").asInt()).isEqualTo(1);
    assertThat(found.path("difference_usd").asString()).isEqualTo("0.011");
    assertThat(desk.calls()).hasSize(1);
    assertUsage(1, "0.011", "0.011");
    assertThat(desk.getRest("audit-events").body()).doesNotContain("LedgerRepriced");
  }

  @Test
  void aRaisedPriceIsARowOfItsOwn() {
    var budget = desk.allow("build", "usd", "lifetime", "1");
    var requests = desk.allow("build", "requests", "lifetime", "9");
    pass(ASK);
    var before = desk.calls().get(0);
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    assertRepriced(1, 1, 0, "0.011");
    assertThat(desk.calls()).hasSize(2);
    assertThat(desk.calls().get(0)).isEqualTo(before);
    var correction = desk.calls().get(1);
    assertThat(correction.path("corrects")).isEqualTo(before.path("id"));
    for (String same : List.of("job_id", "build_id", "opened_at", "model_answered", "creator_id")) {
      assertThat(correction.path(same)).as(same).isEqualTo(before.path(same));
    }
    assertThat(correction.path("outcome").asString()).isEqualTo("corrected");
    assertThat(correction.path("certainty").asString()).isEqualTo("exact");
    assertThat(correction.path("price_version").asString()).isEqualTo("2026-11-23+1");
    assertThat(correction.path("output_tokens").asInt()).isZero();
    assertThat(correction.path("cost_usd").asString()).isEqualTo("0.011");
    assertThat(correction.path("cost_at_most_usd").asString()).isEqualTo("0.011");
    assertUsage(1, "0.022", "0.022");
    assertThat(settled(budget)).isEqualTo("0.022");
    assertThat(settled(requests)).isEqualTo("1");
    assertVerified();
    assertThat(desk.calls()).hasSize(2);
  }

  @Test
  void anAuditEventSaysWhoDidItAndWhatCameOfIt() {
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    reprice(200, DAY);
    reprice(200, DAY);
    var events =
        JsonMapper.shared()
            .readTree(desk.getRest("audit-events").body())
            .path("items")
            .valueStream()
            .filter(event -> event.path("type").asString().equals("LedgerRepricedEvent"))
            .toList();
    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.at("/actor/type").asString()).isEqualTo("USER");
          var after = event.at("/data/after");
          assertThat(after.path("from").asString()).isEqualTo("2026-11-23T00:00:00Z");
          assertThat(after.path("to").asString()).isEqualTo("2026-11-24T00:00:00Z");
          assertThat(after.path("price_version").asString()).isEqualTo("2026-11-23+1");
          assertThat(after.path("corrected").asInt()).isEqualTo(1);
          assertThat(after.path("difference_usd").asString()).isEqualTo("0.011");
        });
  }

  @Test
  void severalPricesInARowAddUp() {
    var budget = desk.allow("organization", "usd", "month", "1");
    pass(ASK);
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    assertRepriced(2, 2, 0, "0.022");
    pass(ASK);
    prices(1, priced("claude-sonnet-5-5", "1", "5"));
    assertRepriced(3, 3, 0, "-0.0495");
    assertUsage(3, "0.0165", "0.0165");
    assertThat(settled(budget)).isEqualTo("0.0165");
    assertThat(desk.calls()).hasSize(8);
    assertVerified();
    prices(2);
    assertRepriced(3, 3, 0, "0.0165");
    assertThat(settled(budget)).isEqualTo("0.033");
    assertVerified();
  }

  @Test
  void aModelThatCostsAsMuchAsAnotherFollowsIt() {
    prices(0, priced("my-model", "1", "1"));
    answersAs("my-model");
    pass(ASK.replace("claude-sonnet-5-5", "my-model"));
    prices(1, "{'id':'my-model','price_like':'claude-sonnet-5-5'}");
    assertRepriced(1, 1, 0, "0.0095");
    assertUsage(1, "0.011", "0.011");
    assertVerified();
  }

  @Test
  void aModelThatHadNoPriceGetsOne() {
    answersAs("local-7b");
    pass(ASK.replace("claude-sonnet-5-5", "local-7b"));
    assertThat(desk.calls().get(0).path("certainty").asString()).isEqualTo("floor");
    var budget = desk.allow("build", "usd", "lifetime", "1");
    assertRepriced(1, 0, 1, "0");
    prices(0, priced("local-7b", "2", "10"));
    assertRepriced(1, 1, 0, "0.011");
    assertUsage(1, "0.011", "0.011");
    assertThat(desk.allowance(budget).at("/balances/0/settled").asString("0.011"))
        .isEqualTo("0.011");
    assertVerified();
  }

  @Test
  void whatWasBookedAtMostComesDownToTheTruth() {
    var hard = desk.allow("build", "usd", "lifetime", "1");
    answersAs("surprise-1");
    pass(ASK);
    assertThat(settled(hard)).isEqualTo(desk.calls().get(0).path("cost_at_most_usd").asString());
    assertThat(desk.calls().get(0).path("cost_usd").asString()).isEqualTo("0");
    prices(0, priced("surprise-1", "0.1", "0.2"));
    assertRepriced(1, 1, 0, "0.00025");
    assertThat(settled(hard)).isEqualTo("0.00025");
    assertUsage(1, "0.00025", "0.00025");
    assertVerified();
  }

  @Test
  void aPriceOfNothingCanBeRaised() {
    prices(0, priced("claude-sonnet-5-5", "0", "0"));
    pass(ASK);
    prices(1, priced("claude-sonnet-5-5", "2", "10"));
    assertRepriced(1, 1, 0, "0.011");
    assertVerified();
  }

  @Test
  void whatTheProviderDidNotBillStaysFree() {
    provider.behave(
        answering(
            200,
            "application/json",
            ANSWER
                .replace("end_turn", "refusal")
                .replace("\"output_tokens\":1000", "\"output_tokens\":1")));
    pass(ASK);
    provider.behave(answering(529, "application/json", "{\"type\":\"error\"}"));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(529);
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    assertRepriced(2, 0, 1, "0");
    assertUsage(2, "0", "0");
    assertVerified();
  }

  @Test
  void whatIsNotKnownWhollyIsLeftAlone() {
    provider.behave(answering(200, "application/json", ANSWER.substring(0, ANSWER.length() - 2)));
    desk.post("/v1/messages", ASK);
    await().until(() -> !desk.calls().path(0).path("settled_at").isNull());
    assertThat(desk.calls().get(0).path("certainty").asString()).isNotEqualTo("exact");
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    assertRepriced(1, 0, 1, "0");
    assertVerified();
  }

  @Test
  void aBudgetThatACorrectionHasUsedUpRefusesTheNextCall() {
    var budget = desk.allow("build", "usd", "lifetime", "0.05");
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "20", "100"));
    assertRepriced(1, 1, 0, "0.099");
    assertThat(settled(budget)).isEqualTo("0.11");
    assertThat(desk.allowance(budget).at("/balances/0/over_by").asString()).isEqualTo("0.06");
    prices(1);
    var refused = desk.post("/v1/messages", ASK);
    assertThat(refused.statusCode()).isEqualTo(402);
    assertThat(refused.body()).contains("build_budget_exhausted");
    assertThat(desk.allowanceEvents().valueStream())
        .extracting(event -> event.path("percent").asInt())
        .containsExactlyInAnyOrder(50, 80, 100);
    assertThat(desk.allowanceEvents().valueStream())
        .extracting(event -> event.path("call_id"))
        .containsOnly(desk.calls().get(0).path("id"));
    assertRepriced(1, 1, 0, "-0.099");
    pass(ASK);
    assertVerified();
  }

  @Test
  void onlyCallsOfTheTimeAreLookedAt() {
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "4", "20"));
    for (String other :
        List.of(
            "{\"from\":\"2026-11-22\",\"to\":\"2026-11-23T12:00:00Z\"}",
            "{\"from\":\"2026-11-23T12:00:00.001Z\",\"to\":\"2026-12-01\"}")) {
      assertThat(reprice(200, other).path("calls").asInt()).isZero();
    }
    String just = "{\"from\":\"2026-11-23T13:00:00+01:00\",\"to\":\"2026-11-23T12:00:00.001Z\"}";
    assertThat(reprice(200, just).path("corrected").asInt()).isEqualTo(1);
  }

  @Test
  void badRangesAreToldInASentence() {
    assertMessage(
        "{}", "from must be a moment like 2026-11-23T20:15:00Z, or a day like 2026-11-23.");
    assertMessage("{\"from\":\"2026-11-23\"}", "to must be a moment like");
    assertMessage("{\"from\":\"yesterday\",\"to\":\"2026-11-23\"}", "from must be a moment");
    assertMessage("{\"from\":\"2026-11-31\",\"to\":\"2026-12-23\"}", "from must be a moment");
    assertMessage("{\"from\":20261123,\"to\":\"2026-12-23\"}", "from must be a moment");
    assertMessage(
        "{\"from\":\"2026-11-23\",\"to\":\"+999999999-01-01T00:00:00Z\"}", "to must be a moment");
    assertMessage("{\"from\":\"2026-11-23\",\"to\":\"2026-11-23\"}", "from must be before to.");
    assertMessage("{\"from\":\"2026-11-24\",\"to\":\"2026-11-23\"}", "from must be before to.");
    assertMessage(DAY.replace("}", ",\"dry_run\":1}"), "dry_run must be true or false.");
    assertMessage(DAY.replace("}", ",\"model\":\"x\"}"), "There is no field 'model' here.");
  }

  private void assertMessage(String body, String start) {
    assertThat(reprice(422, body).path("message").asString()).startsWith(start);
  }

  @Test
  void theExampleOfThePageIsAnsweredAsThePageSays() throws IOException {
    pass(ASK);
    provider.behave(answering(200, "application/json", ANSWER.replace("end_turn", "refusal")));
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "1", "5"));
    String page = Files.readString(Path.of("docs", "api", "ledger.md"));
    var example =
        Pattern.compile(
                "-d '([^']*)' \"\\$BRIDLE_URL/v2/organizations/acme/ledger/reprice\".*?```json\n(.*?)```",
                Pattern.DOTALL)
            .matcher(page);
    assertThat(example.find()).isTrue();
    assertThat(reprice(200, example.group(1)))
        .isEqualTo(JsonMapper.shared().readTree(example.group(2)));
  }

  @Test
  void theCommandLineSaysWhatItDid() {
    pass(ASK);
    prices(0, priced("claude-sonnet-5-5", "1", "5"));
    String words = "ledger reprice --from 2026-11-23 --to 2026-11-24";
    assertThat(CommandLineForTests.run(0, desk, words + " --dry-run"))
        .contains("1 calls looked at, 1 to correct, 0 skipped.")
        .contains("By the prices 2026-11-23+1 the difference is -0.0055 USD.");
    assertThat(CommandLineForTests.run(0, desk, words)).contains("1 corrected, 0 skipped.");
    assertThat(CommandLineForTests.run(0, desk, words + " --json"))
        .contains("\"difference_usd\"")
        .contains("\"0\"");
    CommandLineForTests.run(1, desk, "ledger reprice --from 2026-11-24 --to 2026-11-23");
  }
}
