package dev.bridle.call;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The model call over real HTTP, against a provider that counts. */
@OnBothEngines
class ModelCallTest {
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":100,"cache_read_input_tokens":150000,"output_tokens":12}}\
      """;
  private static final String ASK =
      """
      {"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}\
      """;

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk;

  ModelCallTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  @Test
  void aCallGoesThroughUnchangedAndIsBookedExactly() throws Exception {
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(provider.asked()).hasSize(1);
    assertThat(provider.asked().getFirst().text()).isEqualTo(ASK);
    assertThat(provider.asked().getFirst().headers())
        .containsEntry("x-api-key", CallDesk.OPERATORS_KEY)
        .doesNotContainKey("authorization");
    var usage = desk.usage("model");
    assertThat(usage.at("/totals/calls").asInt()).isEqualTo(1);
    assertThat(usage.at("/totals/input_tokens").asInt()).isEqualTo(25);
    assertThat(usage.at("/totals/cost_usd").asString()).isEqualTo("0.01542");
    assertThat(usage.at("/groups/0/key").asString()).isEqualTo("claude-sonnet-5-5");
  }

  @Test
  void allFormsOfTheCredentialAreTaken() {
    for (String header : new String[] {"Token ", "Bearer ", "bearer "}) {
      var request =
          HttpRequest.newBuilder(desk.ai("/v1/messages"))
              .header("Authorization", header + desk.job.token())
              .POST(HttpRequest.BodyPublishers.ofString(ASK));
      assertThat(desk.send(request).statusCode()).isEqualTo(200);
    }
    assertThat(
            desk.post("/v1/messages", ASK, "Authorization", "Bearer " + desk.job.token())
                .statusCode())
        .isEqualTo(200);
    assertThat(provider.messages()).isEqualTo(4);
  }

  @Test
  void allNamesOfTheEndpointLeadToOne() {
    for (String path :
        new String[] {"/v1/messages?beta=true", "/messages", "", "//v1/messages", "/"}) {
      assertThat(desk.post(path, ASK).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(provider.asked())
        .extracting(FakeProvider.Asked::target)
        .containsExactly(
            "/v1/messages?beta=true",
            "/v1/messages",
            "/v1/messages",
            "/v1/messages",
            "/v1/messages");
  }

  @Test
  void headersPassButNothingThatIdentifiesOrPays() {
    desk.post(
        "/v1/messages",
        ASK,
        "anthropic-version",
        "2026-10-21",
        "anthropic-beta",
        "a-1,b-2",
        "anthropic-beta",
        "c-3",
        "x-app",
        "cli",
        "x-new-thing",
        "1",
        "Cookie",
        "c=1",
        "X-Forwarded-For",
        "10.0.0.1",
        "anthropic-workspace-id",
        "w",
        "Accept-Encoding",
        "gzip");
    var headers = provider.asked().getFirst().headers();
    assertThat(headers)
        .containsEntry("anthropic-version", "2026-10-21")
        .containsEntry("anthropic-beta", "a-1,b-2, c-3")
        .containsEntry("x-app", "cli")
        .containsEntry("x-new-thing", "1")
        .containsEntry("accept-encoding", "identity")
        .doesNotContainKeys("cookie", "x-forwarded-for", "anthropic-workspace-id", "authorization");
    assertThat(headers.values()).noneMatch(value -> value.contains(desk.job.token()));
  }

  @Test
  void aMissingVersionIsFilledIn() {
    desk.post("/v1/messages", ASK);
    assertThat(provider.asked().getFirst().headers())
        .containsEntry("anthropic-version", "2023-06-01");
  }

  @Test
  void countingTokensAndListingModelsAreFree() {
    assertThat(desk.post("/v1/messages/count_tokens?beta=true", ASK).statusCode()).isEqualTo(200);
    assertThat(desk.get("/v1/models?limit=1000").statusCode()).isEqualTo(200);
    assertThat(desk.get("/v1/models/claude-opus-5-5").statusCode()).isEqualTo(200);
    assertThat(provider.asked())
        .extracting(a -> a.method() + " " + a.target())
        .containsExactly(
            "POST /v1/messages/count_tokens?beta=true",
            "GET /v1/models?limit=1000",
            "GET /v1/models/claude-opus-5-5");
    assertThat(desk.calls()).isEmpty();
  }

  @Test
  void theReachabilityCheckNeedsNoToken() {
    var request = HttpRequest.newBuilder(desk.ai("/api/hello")).HEAD();
    assertThat(desk.send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void theFoundingExampleIsMendedAndTheAnswerSaysSo() {
    var answer =
        desk.post(
            "/v1/messages",
            """
            {"model": "claude-3-5-sonnet", "max_tokens": 1000, "messages": [
              {"role": "system", "content": "..."},
              {"role": "user", "content": "Analyze the test failures in this log"}]}\
            """);
    assertThat(answer.headers().firstValue("Bridle-Rewrote")).contains("model,system");
    assertThat(provider.asked().getFirst().text())
        .isEqualTo(
            """
            {"system":"...","model": "claude-sonnet-5-5", "max_tokens": 1000, "messages": [
              {"role": "user", "content": "Analyze the test failures in this log"}]}\
            """);
    var call = desk.calls().get(0);
    assertThat(call.path("model_asked").asString()).isEqualTo("claude-3-5-sonnet");
    assertThat(call.path("model_sent").asString()).isEqualTo("claude-sonnet-5-5");
    assertThat(call.path("job_id").asString()).isEqualTo(desk.job.jobId());
  }

  @Test
  void aLargeBodyArrivesByteForByte() {
    String large = ASK.replace("\"hi\"", "\"" + "x".repeat(31_900_000) + "\"");
    assertThat(desk.post("/v1/messages", large).statusCode()).isEqualTo(200);
    assertThat(provider.asked().getFirst().text().equals(large)).isTrue();
  }

  @Test
  void usageIsGroupedEveryWay() {
    desk.post("/v1/messages", ASK);
    desk.post("/v1/messages", ASK);
    String today = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
    assertThat(desk.usage("day").at("/groups/0/key").asString()).isEqualTo(today);
    assertThat(desk.usage("pipeline").at("/groups/0/key").asString()).isEqualTo("analysis");
    assertThat(desk.usage("build").at("/groups/0/key").asString()).isEqualTo("analysis/1");
    assertThat(desk.usage("job").at("/groups/0/key").asString()).isEqualTo(desk.job.jobId());
    assertThat(desk.usage("job").at("/groups/0/calls").asInt()).isEqualTo(2);
    assertThat(desk.usage("job").at("/groups/0/cost_usd").asString()).isEqualTo("0.03084");
    var none = desk.getRest("usage?from=2020-01-01&to=2020-02-01").body();
    assertThat(none)
        .contains("\"calls\":0")
        .contains("\"cost_usd\":\"0\"")
        .contains("\"groups\":[]");
    assertThat(desk.getRest("usage?group_by=moon").statusCode()).isEqualTo(422);
    assertThat(desk.getRest("usage?from=yesterday").statusCode()).isEqualTo(422);
    assertThat(desk.getRest("usage?from=-999999999-01-01").statusCode()).isEqualTo(422);
  }

  @Test
  void aCallThatAKilledServerLeftOpenIsSettledAtTheNextStart() throws Exception {
    desk.post("/v1/messages", ASK);
    desk.onlyCall();
    desk.database()
        .execute(sql ->
            sql.update(MODEL_CALL)
                .set(MODEL_CALL.OUTCOME, "open")
                .setNull(MODEL_CALL.SETTLED_MS)
                .setNull(MODEL_CALL.SETTLE_NO)
                .set(MODEL_CALL.COST_NANO, 0L)
                .execute());
    desk.restart();
    var call = desk.calls().get(0);
    assertThat(call.path("outcome").asString()).isEqualTo("gateway_killed");
    assertThat(call.path("certainty").asString()).isEqualTo("floor");
    assertThat(call.path("settled_at").isNull()).isFalse();
  }

  @Test
  void aNulInAnAnswerIsNoReasonNotToSettle() {
    provider.behave(answering(200, "application/json", ANSWER.replace("sonnet-5-5", "x\\u0000y")));
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    var call = desk.calls().get(0);
    assertThat(call.path("outcome").asString()).isEqualTo("completed");
    assertThat(call.path("input_tokens").asLong()).isEqualTo(25);
  }

  @Test
  void aNulInARequestIsRefusedByName() {
    var answer = desk.post("/v1/messages", ASK.replace("sonnet-5-5", "x\\u0000y"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("'model' must be at most 256 characters without NUL");
    assertThat(desk.getRest("pipelines/a%00b").statusCode()).isEqualTo(404);
    assertThat(desk.getRest("builds?branch=%00").statusCode()).isEqualTo(400);
    assertThat(desk.put("model-providers/anthropic", "{\"method\":\"a\\u0000\"}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void aModelWithoutAPriceIsNotBookedAsKnown() {
    desk.deleteAllowances();
    provider.behave(
        answering(200, "application/json", ANSWER.replace("claude-sonnet-5-5", "local-7b")));
    desk.post("/v1/messages", ASK.replace("claude-sonnet-5-5", "local-7b"));
    var call = desk.calls().get(0);
    assertThat(call.path("certainty").asString()).isEqualTo("floor");
    assertThat(call.path("cost_usd").asString()).isEqualTo("0");
    assertThat(call.path("cost_at_most_usd").isNull()).isTrue();
    assertThat(call.path("output_tokens").asLong()).isEqualTo(12);
  }

  @Test
  void noHeaderCarriesATokenOfOursOrBelongsToTheHop() {
    var lines =
        "POST /v3/ai/anthropic/v1/messages?t=%s HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nX-Mine: a %s b\r\nX-Hop: 1\r\nConnection: close, X-Hop\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(desk.job.token(), desk.job.token(), desk.job.token(), ASK.length(), ASK);
    assertThat(desk.raw(lines)).startsWith("HTTP/1.1 200");
    var asked = provider.asked().getFirst();
    assertThat(asked.headers()).doesNotContainKeys("x-mine", "x-hop");
    assertThat(asked.target()).isEqualTo("/v1/messages");
    assertThat(asked.toString()).doesNotContain(desk.job.token());
  }

  @Test
  void aRefusedClientThatWaitsForAContinueIsNotAskedForItsBody() {
    String answer =
        desk.raw(
            "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n"
                .formatted(desk.job.token()));
    assertThat(answer).startsWith("HTTP/1.1 413");
    String taken =
        desk.raw(
            "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(desk.job.token(), ASK.length(), ASK));
    assertThat(taken).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 200");
  }
}
