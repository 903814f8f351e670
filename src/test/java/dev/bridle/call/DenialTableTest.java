package dev.bridle.call;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of the table of denials, as the bytes that a client reads. */
class DenialTableTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":12}}\
      """;
  private static final String ASK_AN_ADMINISTRATOR =
      "n administrator of the organization can (change the policy|raise it|enable it|connect it|end this)\\.$";
  private static final Duration LONGER_THAN_ANY_WAIT = Duration.ofSeconds(20);
  private static final String ALL_MAY = "{'id':'all','effect':'allow'}";

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, clock);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /** A line of the table. */
  private record Line(
      int status,
      String type,
      String code,
      @Nullable String shouldRetry,
      @Nullable String retryAfter) {
    static Line stop(int status, String type, String code) {
      return new Line(status, type, code, "false", null);
    }

    Line after(String seconds) {
      return new Line(status, type, code, shouldRetry, seconds);
    }

    Line retried() {
      return new Line(status, type, code, null, retryAfter);
    }
  }

  private String send(String token, String path, String body, String... headers) {
    var request =
        new StringBuilder("POST /v3/ai/anthropic" + path + " HTTP/1.1\r\nHost: x\r\n")
            .append("x-api-key: " + token + "\r\nContent-Type: application/json\r\n")
            .append("Connection: close\r\nContent-Length: " + body.length() + "\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return desk.raw(request.append("\r\n").append(body).toString(), LONGER_THAN_ANY_WAIT);
  }

  private RawAnswer ask(String body, String... headers) {
    return RawAnswer.of(send(desk.job.token(), "/v1/messages", body, headers));
  }

  private static void assertLine(RawAnswer answer, Line line) {
    assertThat(answer.statusLine()).startsWith("HTTP/1.1 " + line.status + " ");
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.header("x-should-retry")).isEqualTo(line.shouldRetry);
    assertThat(answer.header("retry-after")).isEqualTo(line.retryAfter);
    var body = answer.json();
    assertThat(body.propertyNames()).containsExactly("type", "error", "request_id");
    assertThat(body.path("type").asString()).isEqualTo("error");
    assertThat(body.path("error").propertyNames()).containsExactly("type", "message", "details");
    assertThat(body.at("/error/type").asString()).isEqualTo(line.type);
    assertThat(body.at("/error/details").propertyNames()).containsExactly("error_code");
    assertThat(body.at("/error/details/error_code").asString()).isEqualTo(line.code);
    assertThat(body.path("request_id").asString()).startsWith("req_").hasSizeGreaterThan(20);
    assertThat(answer.header("request-id")).isEqualTo(body.path("request_id").asString());
    assertThat(answer.message()).endsWith(".").doesNotContain("\n");
    boolean budget = line.code.equals("budget_exhausted");
    assertThat(answer.unified().isEmpty()).isEqualTo(!budget);
  }

  /** Nothing was sent, and nothing is held for it. */
  private void assertNothingSent() {
    assertThat(provider.messages()).isZero();
    assertThat(desk.calls()).isEmpty();
    assertThat(desk.limits()).allSatisfy(l -> assertThat(l.path("held").asString()).isEqualTo("0"));
  }

  @ParameterizedTest
  @CsvSource({
    "day, 2026-11-24T00:00:00Z, 43200, daily",
    "month, 2026-12-01T00:00:00Z, 648000, monthly",
    "hour, 2026-11-23T13:00:00Z, 3600, "
  })
  void aSpentBudgetThatResetsIsABillingErrorWithItsReset(
      String window, String reset, String seconds, @Nullable String period) {
    desk.deleteAllowances();
    desk.allow("organization", "usd", window, "0.01");
    var answer = ask(ASK);
    assertLine(answer, Line.stop(429, "billing_error", "budget_exhausted").after(seconds));
    String epoch = Long.toString(Instant.parse(reset).getEpochSecond());
    assertThat(answer.unified())
        .containsEntry("status", "rejected")
        .containsEntry("reset", epoch)
        .containsEntry("overage-reset", epoch)
        .containsEntry("overage-utilization", "1")
        .containsEntry("overage-surpassed-threshold", "1")
        .containsEntry("overage-disabled-reason", "org_spend_cap_reached")
        .doesNotContainKeys("representative-claim", "overage-status")
        .hasSize(period == null ? 6 : 7);
    assertThat(answer.unified().get("overage-period")).isEqualTo(period);
    assertThat(answer.message())
        .startsWith("The allowance of $0.01 a " + window + " for the organization has $0.01 left")
        .contains("it resets at " + reset + ".")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void whatASpentBudgetSaysWouldFitFitsAndATokenMoreDoesNot() {
    desk.deleteAllowances();
    desk.allow("organization", "usd", "day", "0.01");
    var fits = Pattern.compile("with max_tokens of at most ([0-9]{3}) it would fit;");
    // The body of that size is a byte shorter, which leaves room for less than a token.
    var found = fits.matcher(ask(ASK.replace("1000", "999")).message());
    assertThat(found.find()).isTrue();
    int most = Integer.parseInt(found.group(1));
    assertThat(ask(ASK.replace("1000", Integer.toString(most + 1))).statusLine()).contains(" 429 ");
    assertThat(ask(ASK.replace("1000", Integer.toString(most))).statusLine()).contains(" 200 ");
  }

  @Test
  void whoeverWaitsAsLongAsTheBudgetSaysIsServed() {
    desk.deleteAllowances();
    desk.allow("organization", "usd", "hour", "0.02");
    provider.behave(
        answering(
            200, "application/json", ANSWER.replace(":12}", ":1000}").replace(":25", ":500")));
    assertThat(ask(ASK).statusLine()).contains(" 200 ");
    clock.pass(Duration.ofMillis(500));
    var refused = ask(ASK);
    assertLine(refused, Line.stop(429, "billing_error", "budget_exhausted").after("3600"));
    assertThat(refused.message()).contains("has $0.009 left ($0.011 used)");
    clock.pass(Duration.ofHours(1));
    assertThat(ask(ASK).statusLine()).contains(" 200 ");
  }

  @Test
  void aSpentBudgetThatNeverResetsIsPaymentRequired() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0.001");
    var answer = ask(ASK);
    assertLine(answer, Line.stop(402, "billing_error", "build_budget_exhausted"));
    assertThat(answer.message())
        .startsWith("The allowance of $0.001 in all for each build has $0.001 left ($0 used)")
        .contains("not even its input fits; it does not reset.")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void aModelThatIsNotAllowedIsAMatterOfPermission() {
    desk.policy("{'id':'small','effect':'allow','models':['claude-haiku-*']}");
    var answer = ask(ASK);
    assertLine(answer, Line.stop(403, "permission_error", "model_not_allowed"));
    assertThat(answer.message())
        .contains("`claude-sonnet-5-5`", "allowed are `claude-haiku-*`", "rule `small`")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void aToolThatIsNotAllowedIsBlockedByPolicy() {
    var answer =
        ask(
            ASK.replace(
                "{\"model",
                "{\"tools\":[{\"type\":\"code_execution_20250825\",\"name\":\"c\"}],\"model"));
    assertLine(answer, Line.stop(400, "policy_blocked", "tool_not_allowed"));
    assertThat(answer.message())
        .contains("rule `money-and-data`", "code_execution")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void aToolBeyondItsLimitIsToldWhatWouldFit() {
    var answer =
        ask(
            ASK.replace(
                "{\"model",
                "{\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":11}],\"model"));
    assertLine(answer, Line.stop(400, "policy_blocked", "tool_not_allowed"));
    assertThat(answer.message()).contains("web_search", "max_uses", "10");
    assertNothingSent();
  }

  @Test
  void aFieldThatIsNotAllowedIsBlockedByPolicy() {
    var answer = ask(ASK.replace("{\"model", "{\"speed\":\"fast\",\"model"));
    assertLine(answer, Line.stop(400, "policy_blocked", "field_not_allowed"));
    assertThat(answer.message())
        .contains("rule `money-and-data`", "`speed`", "`standard`", "`fast`")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void aBetaThatIsNotAllowedIsBlockedByPolicy() {
    var answer = ask(ASK, "anthropic-beta: harmless-1,fast-mode-2026-02-01");
    assertLine(answer, Line.stop(400, "policy_blocked", "beta_not_allowed"));
    assertThat(answer.message())
        .contains("rule `money-and-data`", "`fast-mode-2026-02-01`")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'pipeline_slug':'analysis'", "'build_branch':'ma*'"})
  void aJobThatIsNotAllowedIsAMatterOfPermission(String claim) {
    desk.policy("{'id':'no','description':'Not these','effect':'deny'," + claim + "}", ALL_MAY);
    var answer = ask(ASK);
    assertLine(answer, Line.stop(403, "permission_error", "policy_denied"));
    assertThat(answer.message())
        .contains("rule `no` (Not these) denies model calls to this job")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void aBuildOfAForkIsAMatterOfPermission() {
    String pull = "{\"id\":\"7\",\"base\":\"main\",\"repository\":\"https://git.example/x/y.git\"}";
    desk.database()
        .execute(sql ->
            sql.update(BUILD)
                .set(BUILD.PULL_REQUEST, pull)
                .where(BUILD.ID.eq(desk.job.buildId()))
                .execute());
    var answer = ask(ASK);
    assertLine(answer, Line.stop(403, "permission_error", "policy_denied"));
    assertThat(answer.message())
        .contains("rule `fork-builds`", "nobody of the organization has read")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void tooFastIsToBeAskedAgainOnlyWhenTheWindowIsFreeWithinTenSeconds() {
    desk.deleteAllowances();
    desk.allow("organization", "requests", "minute", "1");
    assertThat(ask(ASK).statusLine()).contains(" 200 ");
    var line = Line.stop(429, "rate_limit_error", "rate_limited");
    var longer = ask(ASK);
    assertLine(longer, line.after("60"));
    assertThat(longer.message())
        .startsWith("The allowance of 1 request a minute for the organization has 0 left (1 used)")
        .contains("it resets at 2026-11-23T12:01:00Z.")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    clock.pass(Duration.ofMillis(49_999));
    assertLine(ask(ASK), line.after("11"));
    clock.pass(Duration.ofMillis(1));
    assertLine(ask(ASK), line.retried().after("10"));
    clock.pass(Duration.ofSeconds(10));
    assertThat(ask(ASK).statusLine()).contains(" 200 ");
    assertThat(provider.messages()).isEqualTo(2);
  }

  /** Another call that lasts until it is let go. */
  private CompletableFuture<RawAnswer> longCall(CountDownLatch letGo) {
    provider.behave((asked, out) -> {
      letGo.await();
      answering(200, "application/json", ANSWER).answer(asked, out);
    });
    var call = CompletableFuture.supplyAsync(() -> ask(ASK));
    await().until(() -> provider.messages() == 1);
    return call;
  }

  @Test
  void tooManyAtOnceIsToBeAskedAgainInASecond() {
    desk.deleteAllowances();
    desk.allow("organization", "concurrent_calls", "lifetime", "1");
    var letGo = new CountDownLatch(1);
    var other = longCall(letGo);
    var answer = ask(ASK);
    assertLine(
        answer,
        Line.stop(429, "rate_limit_error", "too_many_concurrent_calls").retried().after("1"));
    assertThat(answer.message())
        .startsWith("The allowance of 1 call at once for the organization is in use")
        .contains("try again when one has ended.");
    letGo.countDown();
    assertThat(other.join().statusLine()).contains(" 200 ");
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void moneyThatOthersHoldTooLongIsToBeAskedForAgain() {
    desk.deleteAllowances();
    desk.allow("organization", "usd", "day", "0.02");
    var letGo = new CountDownLatch(1);
    var other = longCall(letGo);
    var answer = ask(ASK);
    assertLine(answer, Line.stop(429, "rate_limit_error", "rate_limited").retried().after("5"));
    assertThat(answer.message())
        .startsWith("Other calls under way hold $0.01")
        .contains("of the allowance of $0.02 a day for the organization", "try again shortly.");
    letGo.countDown();
    assertThat(other.join().statusLine()).contains(" 200 ");
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void aBadTokenIsRefusedOnceAndForAll() {
    assertLine(
        RawAnswer.of(send("nonsense", "/v1/messages", ASK)),
        Line.stop(401, "authentication_error", "token_invalid"));
    assertNothingSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"finished", "expired", "canceled", "canceling", "timed_out"})
  void theTokenOfAJobThatHasEndedSaysSo(String state) {
    CiRecord.setState(desk.database(), desk.job.jobId(), state);
    assertLine(ask(ASK), Line.stop(401, "authentication_error", "job_finished"));
    assertThat(provider.messages()).isZero();
    assertThat(desk.calls()).isEmpty();
  }

  @Test
  void withoutAProviderAnAdministratorIsNamed() {
    desk.delete("model-providers/anthropic");
    var answer = ask(ASK);
    assertLine(answer, Line.stop(403, "permission_error", "provider_not_connected"));
    assertThat(answer.message()).contains("'anthropic'").containsPattern(ASK_AN_ADMINISTRATOR);
    assertThat(provider.messages()).isZero();
  }

  @Test
  void withADisabledProviderAnAdministratorIsNamed() {
    desk.put("model-providers/anthropic", "{\"enabled\":false}");
    var answer = ask(ASK);
    assertLine(answer, Line.stop(403, "permission_error", "provider_disabled"));
    assertThat(answer.message()).contains("'anthropic'").containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
  }

  @Test
  void aKillSwitchIsToldWithItsReasonAndItsEnd() {
    var made =
        desk.postRest(
            "kill-switches",
            "{\"level\":\"organization\",\"reason\":\"Costs run away\",\"ends_at\":\"2026-11-23T13:00:00Z\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    var answer = ask(ASK);
    assertLine(answer, Line.stop(403, "permission_error", "stopped"));
    assertThat(answer.message())
        .contains("Costs run away", "until 2026-11-23T13:00:00Z")
        .containsPattern(ASK_AN_ADMINISTRATOR);
    assertNothingSent();
    clock.pass(Duration.ofHours(1));
    assertThat(ask(ASK).statusLine()).contains(" 200 ");
  }

  @Test
  void aBodyOverTheCapIsRefusedBeforeItIsSent() {
    var answer =
        RawAnswer.of(
            desk.raw(
                "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                    .formatted(desk.job.token(), (32 << 20) + 1)));
    assertLine(answer, Line.stop(413, "request_too_large", "request_too_large"));
    assertThat(answer.message()).contains("32 MB");
    assertNothingSent();
  }

  @Test
  void anUnknownEndpointIsNotFound() {
    var answer = RawAnswer.of(send(desk.job.token(), "/v1/files", ASK));
    assertLine(answer, Line.stop(404, "not_found_error", "endpoint_not_supported"));
    assertThat(answer.message()).contains("POST /v1/files is not offered here", "/v1/messages");
    assertNothingSent();
  }

  @Test
  void aLedgerThatCantWriteAdmitsNothingAndHoldsNothing() {
    desk.database()
        .execute(sql ->
            sql.execute(
                "create trigger broken before insert on model_call begin select raise(abort, 'no'); end"));
    var answer = ask(ASK);
    assertLine(answer, Line.stop(503, "api_error", "ledger_unavailable").retried().after("2"));
    assertNothingSent();
    assertThat(desk.limits())
        .allSatisfy(l -> assertThat(l.path("settled").asString()).isEqualTo("0"));
    desk.database().execute(sql -> sql.execute("drop trigger broken"));
    assertThat(ask(ASK).statusLine()).contains(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aRejectedKeyOfTheConnectionIsNotTheJobsFault(int status) {
    provider.behave(answering(status, "application/json", "{\"type\":\"error\"}"));
    var answer = ask(ASK);
    assertLine(answer, Line.stop(502, "api_error", "upstream_credential_rejected"));
    assertThat(answer.message())
        .contains("(" + status + ")", "an administrator has to replace it")
        .doesNotContain(CallDesk.OPERATORS_KEY);
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void anUnreachableProviderIsABadGateway() {
    provider.close();
    assertLine(ask(ASK), new Line(502, "api_error", "upstream_unreachable", null, null));
  }

  @Test
  void aProviderThatHangsUpBeforeTheFirstByteIsABadGateway() {
    provider.behave((_, _) -> {});
    assertLine(ask(ASK), new Line(502, "api_error", "upstream_unreachable", null, null));
    assertThat(provider.messages()).isEqualTo(1);
  }

  @Test
  void aProviderThatIsTooSlowIsAGatewayTimeout() {
    var letGo = new CountDownLatch(1);
    try (var slow = new FakeProvider((_, _) -> letGo.await());
        var hasty = CallDesk.open(Engine.SQLITE, slow, Duration.ofSeconds(1))) {
      String answer =
          hasty.raw(
              "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(hasty.job.token(), ASK.length(), ASK));
      assertLine(RawAnswer.of(answer), new Line(504, "api_error", "upstream_timeout", null, null));
      assertThat(slow.messages()).isEqualTo(1);
    } finally {
      letGo.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, 17, true, 1",
    "429, 3600, false, 1",
    "429, 1, false, 1",
    "429, , , 1",
    "529, , true, 3",
    "529, , , 1",
    "500, , , 1",
    "500, 1, , 1",
    "503, 1, , 3",
    "504, , false, 1",
    "400, , , 1",
    "404, , false, 1",
    "413, , , 1"
  })
  void everyOtherErrorOfTheProviderIsRelayedAsItIs(
      int status, @Nullable String wait, @Nullable String shouldRetry, int attempts) {
    String body =
        "{ \"type\":\"error\", \"error\":{\"type\":\"x_error\",\"message\":\"Größe \\u00e4\"},\n\"request_id\":\"req_theirs\" }";
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 %d X\r\ncontent-type: application/json\r\nrequest-id: req_theirs\r\n%s%scontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(
                    status,
                    wait == null ? "" : "retry-after: " + wait + "\r\n",
                    shouldRetry == null ? "" : "x-should-retry: " + shouldRetry + "\r\n",
                    body.getBytes(StandardCharsets.UTF_8).length,
                    body)));
    var answer = ask(ASK);
    assertThat(answer.statusLine()).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("retry-after")).isEqualTo(wait);
    assertThat(answer.header("x-should-retry")).isEqualTo(shouldRetry);
    assertThat(answer.header("request-id")).isEqualTo("req_theirs");
    assertThat(answer.unified()).isEmpty();
    assertThat(provider.messages()).isEqualTo(attempts);
  }

  @Test
  void moneyThatIsGoneInMidStreamEndsItWithABillingErrorAndTheNextCallIsRefused() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0.06", "mode", "soft");
    String text = "x".repeat(600);
    provider.behave((_, out) -> {
      startStream(out);
      chunk(
          out,
          "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"usage\":{\"input_tokens\":30,\"output_tokens\":1}}}\n\n");
      while (true) {
        chunk(
            out,
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}\n\n"
                .formatted(text));
      }
    });
    String stream = ASK.replace("{\"model", "{\"stream\":true,\"model").replace("1000", "64000");
    String answer = send(desk.job.token(), "/v1/messages", stream);
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("content-type: text/event-stream");
    var last = Pattern.compile("event: error\ndata: (\\{.*})\n\n\r\n0\r\n\r\n$").matcher(answer);
    assertThat(last.find()).as("the last event").isTrue();
    var event = RawAnswer.of("HTTP\r\n\r\n" + last.group(1)).json();
    assertThat(event.path("type").asString()).isEqualTo("error");
    assertThat(event.at("/error/type").asString()).isEqualTo("billing_error");
    assertThat(event.at("/error/details/error_code").asString()).isEqualTo("budget_exhausted");
    assertThat(event.at("/error/message").asString())
        .contains("The allowance of $0.06 in all for each build was used up");
    assertThat(desk.onlyCall().path("outcome").asString()).isEqualTo("budget_spent");
    assertLine(ask(stream), Line.stop(402, "billing_error", "build_budget_exhausted"));
    assertThat(provider.messages()).isEqualTo(1);
    assertThat(Map.copyOf(RawAnswer.of(answer).headers())).containsKey("request-id");
  }
}
