package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of the table of denials in OpenAI's shape, as the bytes that a client reads. */
class OpenAiDenialTest {
  private static final Duration LONGER_THAN_ANY_WAIT = Duration.ofSeconds(20);
  private static final String ALL_MAY = "{'id':'all','effect':'allow'}";
  private static final String CHAT = "/v1/chat/completions";

  private final MovableClock clock = new MovableClock();
  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ChatTranscript.ANSWER));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, clock);

  OpenAiDenialTest() {
    desk.connectOpenAi();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /**
   * A line of the table.
   *
   * @param own Bridle's own code
   */
  private record Line(int status, String type, String code, String own, boolean stops) {
    static Line stop(int status, String type, String code) {
      return new Line(status, type, code, code, true);
    }

    static Line noMoney(String own) {
      return new Line(429, "insufficient_quota", "insufficient_quota", own, true);
    }
  }

  private RawAnswer send(String token, String path, String body, String... headers) {
    var request =
        new StringBuilder("POST /v3/ai/openai" + path + " HTTP/1.1\r\nHost: x\r\n")
            .append("Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n")
            .append("Connection: close\r\nContent-Length: " + body.length() + "\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return RawAnswer.of(
        desk.raw(request.append("\r\n").append(body).toString(), LONGER_THAN_ANY_WAIT));
  }

  private RawAnswer ask(String body) {
    return send(desk.job.token(), CHAT, body);
  }

  private static void assertLine(RawAnswer answer, Line line) {
    assertThat(answer.statusLine()).startsWith("HTTP/1.1 " + line.status + " ");
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.header("x-should-retry")).isEqualTo(line.stops ? "false" : null);
    var body = answer.json();
    assertThat(body.propertyNames()).containsExactly("error");
    var error = body.path("error");
    assertThat(error.propertyNames())
        .containsExactly("message", "type", "param", "code", "details");
    assertThat(error.path("type").asString()).isEqualTo(line.type);
    assertThat(error.path("param").isNull()).isTrue();
    assertThat(error.path("code").asString()).isEqualTo(line.code);
    assertThat(error.at("/details/error_code").asString()).isEqualTo(line.own);
    assertThat(answer.message()).endsWith(".").doesNotContain("\n");
    assertThat(answer.header("x-request-id")).startsWith("req_").hasSizeGreaterThan(20);
    assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("anthropic-"));
  }

  /** Nothing was sent, and nothing is held for it. */
  private void assertNothingSent() {
    assertThat(provider.asked()).isEmpty();
    assertThat(desk.calls()).isEmpty();
    assertThat(desk.limits()).allSatisfy(l -> assertThat(l.path("held").asString()).isEqualTo("0"));
  }

  @ParameterizedTest
  @CsvSource({"day, 43200", "month, 648000"})
  void aSpentBudgetIsWhatItsClientsCallNoQuota(String window, String seconds) {
    desk.deleteAllowances();
    desk.allow("organization", "usd", window, "0.001");
    var answer = ask(ChatTranscript.ASK);
    assertLine(answer, Line.noMoney("budget_exhausted"));
    assertThat(answer.header("retry-after")).isEqualTo(seconds);
    assertThat(answer.message()).contains("has $0.001 left", "it resets at");
    assertNothingSent();
  }

  @Test
  void aBudgetThatNeverResetsIsToo() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0.0001");
    assertLine(ask(ChatTranscript.ASK), Line.noMoney("build_budget_exhausted"));
    assertNothingSent();
  }

  @Test
  void whatASpentBudgetSaysWouldFitFits() {
    desk.deleteAllowances();
    desk.allow("organization", "usd", "day", "0.003");
    var fits = Pattern.compile("with an output limit of at most ([0-9]{3}) it would fit;");
    var found = fits.matcher(ask(ChatTranscript.ASK.replace("1000", "999")).message());
    assertThat(found.find()).isTrue();
    int most = Integer.parseInt(found.group(1));
    assertThat(ask(ChatTranscript.ASK.replace("1000", "" + (most + 1))).statusLine())
        .contains(" 429 ");
    assertThat(ask(ChatTranscript.ASK.replace("1000", "" + most)).statusLine()).contains(" 200 ");
  }

  @Test
  void tooManyRequestsAreARateLimit() {
    desk.deleteAllowances();
    desk.allow("organization", "requests", "hour", "1");
    assertThat(ask(ChatTranscript.ASK).statusLine()).contains(" 200 ");
    var answer = ask(ChatTranscript.ASK);
    assertLine(
        answer, new Line(429, "rate_limit_error", "rate_limit_exceeded", "rate_limited", true));
    assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(provider.count(CHAT)).isEqualTo(1);
  }

  @Test
  void whatPolicyForbidsIsSaid() {
    assertLine(
        ask(ChatTranscript.ASK.replace("{\"model", "{\"service_tier\":\"priority\",\"model")),
        Line.stop(400, "invalid_request_error", "field_not_allowed"));
    assertLine(
        send(
            desk.job.token(),
            "/v1/responses",
            "{\"model\":\"gpt-5\",\"input\":\"a\",\"tools\":[{\"type\":\"mcp\"}]}"),
        Line.stop(400, "invalid_request_error", "tool_not_allowed"));
    assertNothingSent();
    assertThat(desk.refusedCalls())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.path("provider").asString()).isEqualTo("openai"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'id':'small','effect':'allow','models':['gpt-5-nano']} | model_not_allowed",
        "{'id':'none','effect':'deny'} | policy_denied",
      })
  void whatPolicyForbidsTheJobIsAMatterOfPermission(String rule, String code) {
    desk.policy(rule);
    assertLine(ask(ChatTranscript.ASK), Line.stop(403, "permission_error", code));
    assertNothingSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web_search", "code_interpreter", "mcp"})
  void aToolWithoutABoundIsRefusedUnderHardMoney(String type) {
    desk.policy(ALL_MAY);
    var answer =
        send(
            desk.job.token(),
            "/v1/responses",
            "{\"model\":\"gpt-5\",\"input\":\"a\",\"tools\":[{\"type\":\"" + type + "\"}]}");
    assertLine(answer, Line.stop(400, "invalid_request_error", "tool_not_allowed"));
    assertThat(answer.message()).contains("the tool '" + type + "'");
    assertNothingSent();
  }

  @Test
  void aModelWithoutAPriceIsRefusedUnderMoney() {
    assertLine(
        ask(ChatTranscript.ASK.replace("gpt-5-mini", "gpt-99")),
        Line.stop(403, "permission_error", "model_not_allowed"));
    assertNothingSent();
  }

  @Test
  void aBadTokenIsAMatterOfAuthentication() {
    assertLine(
        send("brdj_wrong", CHAT, ChatTranscript.ASK),
        Line.stop(401, "authentication_error", "token_invalid"));
    assertNothingSent();
  }

  @Test
  void aBodyThatCanNotBeReadIsInvalid() {
    assertLine(ask("[1]"), Line.stop(400, "invalid_request_error", "invalid_request"));
    assertLine(
        send(desk.job.token(), "/v1/responses", "{\"model\":\"gpt-5\",\"background\":true}"),
        Line.stop(400, "invalid_request_error", "invalid_request"));
    assertLine(
        send(desk.job.token(), CHAT, ChatTranscript.ASK, "Content-Encoding: gzip"),
        Line.stop(415, "invalid_request_error", "compressed_body"));
    assertNothingSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/embeddings", "/v1/responses/resp_1/cancel", "", "/v1/messages"})
  void whatIsNotOfferedIsNotFound(String path) {
    var answer = send(desk.job.token(), path, ChatTranscript.ASK);
    assertLine(answer, Line.stop(404, "invalid_request_error", "endpoint_not_supported"));
    assertThat(answer.message()).contains("POST /v1/chat/completions and POST /v1/responses are");
    assertNothingSent();
  }

  @Test
  void aModelIsNotPosted() {
    assertLine(
        send(desk.job.token(), "/v1/models", "{}"),
        Line.stop(405, "invalid_request_error", "endpoint_not_supported"));
  }

  @Test
  void aProviderThatIsOffOrNotConnectedIsAMatterOfPermission() {
    desk.put("model-providers/openai", "{\"enabled\":false}");
    assertLine(ask(ChatTranscript.ASK), Line.stop(403, "permission_error", "provider_disabled"));
    desk.delete("model-providers/openai");
    assertLine(
        ask(ChatTranscript.ASK), Line.stop(403, "permission_error", "provider_not_connected"));
    assertNothingSent();
  }

  @Test
  void aKillSwitchIsTold() {
    var made =
        desk.postRest(
            "kill-switches",
            "{\"level\":\"provider\",\"target\":\"openai\",\"reason\":\"Costs run away\"}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertLine(ask(ChatTranscript.ASK), Line.stop(403, "permission_error", "stopped"));
    assertNothingSent();
  }

  @ParameterizedTest
  @CsvSource({
    "302, text/html, 502, upstream_not_understood",
    "200, text/html, 502, upstream_not_understood",
    "403, application/json, 502, upstream_credential_rejected"
  })
  void anAnswerThatIsNotTheProvidersIsNotGivenOut(
      int status, String type, int answered, String code) {
    provider.behave(answering(status, type, "<html>"));
    var answer = ask(ChatTranscript.ASK);
    assertLine(
        answer,
        new Line(
            answered, "server_error", code, code, code.equals("upstream_credential_rejected")));
    assertThat(answer.body()).doesNotContain("<html>");
    assertThat(provider.count(CHAT)).isEqualTo(1);
  }

  @Test
  void anUnreachableProviderIsABadGateway() {
    provider.close();
    assertLine(
        ask(ChatTranscript.ASK),
        new Line(502, "server_error", "upstream_unreachable", "upstream_unreachable", false));
  }

  @ParameterizedTest
  @CsvSource({"400, ", "429, 17", "500, ", "503, 8"})
  void everyOtherErrorOfTheProviderIsRelayedAsItIs(int status, @Nullable String wait) {
    String body = "{ \"error\":{\"message\":\"Größe \\u00e4\",\"type\":\"x\"}}";
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 %d X\r\ncontent-type: application/json\r\nx-request-id: req_theirs\r\n%scontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(
                    status,
                    wait == null ? "" : "retry-after: " + wait + "\r\n",
                    body.getBytes(StandardCharsets.UTF_8).length,
                    body)));
    var answer = ask(ChatTranscript.ASK);
    assertThat(answer.statusLine()).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("retry-after")).isEqualTo(wait);
    assertThat(answer.header("x-request-id")).isEqualTo("req_theirs");
    assertThat(provider.count(CHAT)).isEqualTo(1);
  }
}
