package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of OpenAI take the way of every call, and their answers go through to the byte. */
class OpenAiCallTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String RESPOND =
      "{\"model\":\"gpt-5\",\"max_output_tokens\":1000,\"input\":\"hi\"}";
  private static final BigDecimal MILLION = new BigDecimal(1_000_000);

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ChatTranscript.ANSWER));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  OpenAiCallTest() {
    desk.connectOpenAi();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static BigDecimal dollars(long tokens, String perMillion) {
    return new BigDecimal(perMillion).multiply(BigDecimal.valueOf(tokens)).divide(MILLION);
  }

  private static void assertCost(JsonNode row, BigDecimal dollars) {
    assertThat(new BigDecimal(row.path("cost_usd").asString())).isEqualByComparingTo(dollars);
    assertThat(new BigDecimal(row.path("cost_at_most_usd").asString()))
        .isEqualByComparingTo(dollars);
  }

  private static BigDecimal ofChat() {
    return dollars(176, "0.25").add(dollars(1024, "0.025")).add(dollars(340, "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, "/chat/completions"})
  void aChatIsRelayedMeteredAndPriced(String path) {
    var answer = desk.openAi(path, ChatTranscript.ASK);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ChatTranscript.ANSWER);
    assertThat(answer.headers().firstValue("Bridle-Rewrote")).isEmpty();
    assertThat(provider.count(CHAT)).isEqualTo(1);
    assertThat(provider.asked().getLast().text()).isEqualTo(ChatTranscript.ASK);
    var row = Settled.only(desk, "completed", "exact");
    assertThat(row.path("provider").asString()).isEqualTo("openai");
    assertThat(row.path("input_tokens").asLong()).isEqualTo(176);
    assertThat(row.path("cache_read_input_tokens").asLong()).isEqualTo(1024);
    assertThat(row.path("output_tokens").asLong()).isEqualTo(340);
    assertThat(row.path("model_answered").asString()).isEqualTo("gpt-5-mini-2025-08-07");
    assertThat(row.at("/usage/prompt_tokens").asLong()).isEqualTo(1200);
    assertThat(row.at("/usage/service_tier").asString()).isEqualTo("default");
    assertCost(row, ofChat());
  }

  @Test
  void oneCredentialGoesUpstreamAndNothingOfTheJob() {
    desk.openAi(
        CHAT,
        ChatTranscript.ASK,
        "OpenAI-Organization",
        "org-other",
        "OpenAI-Project",
        "proj-other",
        "Cookie",
        "a=b",
        "X-Stainless-Lang",
        "python");
    var headers = provider.asked().getLast().headers();
    assertThat(headers)
        .containsEntry("authorization", "Bearer " + CallDesk.OPERATORS_OPENAI_KEY)
        .containsEntry("x-stainless-lang", "python")
        .containsEntry("accept-encoding", "identity")
        .doesNotContainKeys(
            "x-api-key", "cookie", "openai-organization", "openai-project", "anthropic-version");
    assertThat(headers.values()).noneMatch(value -> value.contains(desk.job.token()));
  }

  @Test
  void theJobTokenMayComeInXApiKeyToo() {
    var answer =
        desk.raw(
            "POST /v3/ai/openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(desk.job.token(), ChatTranscript.ASK.length(), ChatTranscript.ASK));
    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aStreamIsAskedForItsUsageWhichTheClientDoesNotSee() {
    provider.behave(
        ChatTranscript.inBytes(
            ChatTranscript.FIRST
                + ChatTranscript.LAST
                + ChatTranscript.TOLD
                + ChatTranscript.DONE));
    var answer = desk.openAi(CHAT, ChatTranscript.STREAMED);
    assertThat(answer.body())
        .isEqualTo(ChatTranscript.FIRST + ChatTranscript.LAST + ChatTranscript.DONE);
    assertThat(answer.headers().firstValue("Bridle-Rewrote")).contains("stream_options");
    assertThat(provider.asked().getLast().text())
        .isEqualTo(
            "{\"stream_options\":{\"include_usage\":true}," + ChatTranscript.STREAMED.substring(1));
    var row = Settled.only(desk, "completed", "exact");
    assertThat(row.path("streamed").asBoolean()).isTrue();
    assertCost(row, ofChat());
  }

  @Test
  void aClientThatAsksForTheUsageSeesIt() {
    String all =
        ChatTranscript.FIRST + ChatTranscript.LAST + ChatTranscript.TOLD + ChatTranscript.DONE;
    provider.behave(ChatTranscript.streaming(all));
    String ask =
        ChatTranscript.STREAMED.replace(
            "{\"stream\"", "{\"stream_options\":{\"include_usage\":true},\"stream\"");
    var answer = desk.openAi(CHAT, ask);
    assertThat(answer.body()).isEqualTo(all);
    assertThat(answer.headers().firstValue("Bridle-Rewrote")).isEmpty();
    assertThat(provider.asked().getLast().text()).isEqualTo(ask);
    assertCost(Settled.only(desk, "completed", "exact"), ofChat());
  }

  @ParameterizedTest
  @CsvSource({
    "flex, 0.5, 1.25, 0.125, 10",
    "priority, 1, 2.50, 0.25, 20",
    "default, 1, 1.25, 0.125, 10"
  })
  void theTierOfTheAnswerDecidesThePrice(
      String tier, String factor, String input, String cached, String output) {
    provider.behave(
        answering(
            200,
            "application/json",
            "{\"id\":\"resp_1\",\"model\":\"gpt-5-2025-08-07\",\"status\":\"completed\",\"error\":null,\"output\":[],\"service_tier\":\"%s\",\"usage\":{\"input_tokens\":2000,\"input_tokens_details\":{\"cached_tokens\":500},\"output_tokens\":300,\"output_tokens_details\":{\"reasoning_tokens\":200}}}"
                .formatted(tier)));
    assertThat(desk.openAi(RESPONSES, RESPOND).statusCode()).isEqualTo(200);
    assertThat(provider.count(RESPONSES)).isEqualTo(1);
    var sum = dollars(1500, input).add(dollars(500, cached)).add(dollars(300, output));
    assertCost(Settled.only(desk, "completed", "exact"), sum.multiply(new BigDecimal(factor)));
    var verified = JsonMapper.shared().readTree(desk.postRest("ledger/verify", "{}").body());
    assertThat(verified.path("ok").asBoolean()).as(verified.toString()).isTrue();
  }

  @Test
  void aStreamedResponseIsRelayedToTheByteAndMetered() {
    String stream =
        """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-5-2025-08-07","status":"in_progress","usage":null}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":1,"delta":"Hello"}

        event: response.completed
        data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1","model":"gpt-5-2025-08-07","status":"completed","service_tier":"default","usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":0},"output_tokens":10}}}

        """;
    provider.behave(ChatTranscript.inBytes(stream));
    String ask = RESPOND.replace("{\"model", "{\"stream\":true,\"model");
    var answer = desk.openAi("/responses", ask);
    assertThat(answer.body()).isEqualTo(stream);
    assertThat(provider.asked().getLast().text()).isEqualTo(ask);
    assertCost(
        Settled.only(desk, "completed", "exact"), dollars(100, "1.25").add(dollars(10, "10")));
  }

  @Test
  void theHoldIsTheWorstCaseOverAllChoices() throws Exception {
    var came = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    provider.behave((asked, out) -> {
      came.countDown();
      goOn.await();
      answering(200, "application/json", ChatTranscript.ANSWER).answer(asked, out);
    });
    desk.deleteAllowances();
    var budget = desk.allow("organization", "usd", "month", "10");
    String ask = ChatTranscript.ASK.replace("{\"model", "{\"n\":3,\"model");
    var answer = CompletableFuture.supplyAsync(() -> desk.openAi(CHAT, ask));
    came.await();
    // The project may be set to priority without a word in the request.
    var worst = dollars(ask.length() + 1_000, "0.45").add(dollars(3 * 1000, "3.60"));
    assertThat(new BigDecimal(desk.allowance(budget).at("/balances/0/held").asString()))
        .isEqualByComparingTo(worst);
    goOn.countDown();
    assertThat(answer.join().statusCode()).isEqualTo(200);
    Settled.only(desk, "completed", "exact");
    assertThat(new BigDecimal(desk.allowance(budget).at("/balances/0/settled").asString()))
        .isEqualByComparingTo(ofChat());
  }

  @Test
  void aStreamThatIsCutBeforeItsUsageIsEstimated() {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, ChatTranscript.FIRST);
      chunk(out, "data: {\"id\"");
    });
    assertThatThrownBy(() -> desk.openAi(CHAT, ChatTranscript.STREAMED))
        .hasRootCauseInstanceOf(java.io.EOFException.class);
    var row = Settled.only(desk, "upstream_cut", "estimated");
    long input = row.path("input_tokens").asLong();
    long output = row.path("output_tokens").asLong();
    assertThat(input).isBetween(1L, (long) ChatTranscript.STREAMED.length());
    assertThat(output).isEqualTo("Gr\u00fc\u00dfe".length() / 4);
    var cost = new BigDecimal(row.path("cost_usd").asString());
    assertThat(cost)
        .isEqualByComparingTo(dollars(input, "0.25").add(dollars(output, "2")))
        .isLessThan(new BigDecimal(row.path("cost_at_most_usd").asString()));
    assertThat(row.path("usage").isNull()).isTrue();
  }

  @Test
  void aStreamThatIsCutBeforeItBeginsHasItsBoundButNoUsage() {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, ": nothing yet\n\n");
    });
    assertThatThrownBy(() -> desk.openAi(CHAT, ChatTranscript.STREAMED))
        .hasRootCauseInstanceOf(java.io.EOFException.class);
    var row = Settled.only(desk, "upstream_cut", "floor");
    assertThat(row.path("cost_usd").asString()).isEqualTo("0");
    assertThat(new BigDecimal(row.path("cost_at_most_usd").asString())).isPositive();
  }

  @Test
  void anErrorAfterTheFirstByteIsRelayed() {
    String error = "data: {\"error\":{\"message\":\"It broke.\",\"type\":\"server_error\"}}\n\n";
    provider.behave(ChatTranscript.streaming(ChatTranscript.FIRST, error));
    var answer = desk.openAi(CHAT, ChatTranscript.STREAMED);
    assertThat(answer.body()).isEqualTo(ChatTranscript.FIRST + error);
    Settled.only(desk, "stream_error", "estimated");
  }

  @Test
  void anErrorBeforeTheFirstByteCostsNothingAndIsRelayed() {
    String error =
        "{\"error\":{\"message\":\"Slow down\",\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}";
    provider.behave(answering(429, "application/json", error));
    var answer = desk.openAi(CHAT, ChatTranscript.ASK);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).isEqualTo(error);
    assertThat(Settled.only(desk, "upstream_error", "exact").path("cost_usd").asString())
        .isEqualTo("0");
  }

  @Test
  void modelsAreListedAndShownWithoutARow() {
    provider.behave(answering(200, "application/json", "{\"object\":\"list\",\"data\":[]}"));
    for (String path : new String[] {"/v1/models", "/models", "/v1/models/gpt-5"}) {
      assertThat(desk.send(desk.openAi(path).GET()).statusCode()).isEqualTo(200);
    }
    assertThat(provider.count("/v1/models")).isEqualTo(2);
    assertThat(provider.count("/v1/models/gpt-5")).isEqualTo(1);
    assertThat(desk.calls()).isEmpty();
  }

  @Test
  void theOperatorsQuotaIsHiddenAndTheJobsOwnIsTold() {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 200 X\r\ncontent-type: application/json\r\nx-request-id: req_1\r\nx-ratelimit-remaining-requests: 9999\r\nx-ratelimit-reset-requests: 1s\r\nopenai-organization: the-operator\r\nopenai-version: 2020-10-01\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
                .formatted(ChatTranscript.ANSWER.length(), ChatTranscript.ANSWER)));
    var headers = desk.openAi(CHAT, ChatTranscript.ASK).headers();
    assertThat(headers.firstValue("x-ratelimit-limit-requests")).contains("50");
    assertThat(headers.firstValue("x-ratelimit-remaining-requests")).contains("49");
    assertThat(headers.firstValue("x-ratelimit-limit-tokens")).contains("50000");
    assertThat(headers.firstValue("x-ratelimit-reset-requests")).isEmpty();
    assertThat(headers.firstValue("openai-organization")).isEmpty();
    assertThat(headers.firstValue("openai-version")).contains("2020-10-01");
    assertThat(headers.map().keySet()).noneMatch(name -> name.startsWith("anthropic-"));
    assertThat(Settled.only(desk, "completed", "exact").path("provider_request_id").asString())
        .isEqualTo("req_1");
  }

  @Test
  void aKeyThatTheProviderRejectsIsSetAside() {
    provider.behave(answering(401, "application/json", "{\"error\":{\"message\":\"no\"}}"));
    var answer = desk.openAi(CHAT, ChatTranscript.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential_rejected");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(desk.getRest("model-providers/openai").body())
                .doesNotContain("\"key_rejected_at\":null"));
    assertThat(desk.openAi(CHAT, ChatTranscript.ASK).statusCode()).isEqualTo(502);
    assertThat(provider.count(CHAT)).isEqualTo(1);
  }

  @Test
  void aSoftBudgetThatIsUsedUpUnderWayEndsTheStreamInItsWords() {
    desk.deleteAllowances();
    desk.allow("organization", "usd", "lifetime", "0.02", "mode", "soft");
    String delta = ChatTranscript.FIRST.replace("Gr\u00fc\u00dfe", "abc".repeat(500));
    provider.behave((_, out) -> {
      startStream(out);
      while (true) {
        chunk(out, delta);
      }
    });
    String ask = ChatTranscript.STREAMED.replace(":1000", ":100000");
    String body = desk.openAi(CHAT, ask).body();
    String last = body.substring(body.lastIndexOf("data: "));
    assertThat(last).endsWith("\n\n");
    var error = JsonMapper.shared().readTree(last.substring("data: ".length())).path("error");
    assertThat(error.propertyNames())
        .containsExactly("message", "type", "param", "code", "details");
    assertThat(error.path("type").asString()).isEqualTo("insufficient_quota");
    assertThat(error.path("code").asString()).isEqualTo("insufficient_quota");
    assertThat(error.at("/details/error_code").asString()).isEqualTo("budget_exhausted");
    assertThat(error.path("message").asString()).contains("was used up while the model answered");
    Settled.only(desk, "budget_spent", "estimated");
  }

  @ParameterizedTest
  @CsvSource({CHAT + ", 0.02", RESPONSES + ", 0.1"})
  void afterAStreamThatUsedASoftBudgetUpTheNextCallIsRefused(String path, String amount) {
    desk.deleteAllowances();
    var budget = desk.allow("build", "usd", "lifetime", amount, "mode", "soft");
    boolean chat = path.equals(CHAT);
    String text = "abc".repeat(500);
    String delta =
        chat
            ? ChatTranscript.FIRST.replace("Gr\u00fc\u00dfe", text)
            : "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"%s\"}\n\n"
                .formatted(text);
    provider.behave((_, out) -> {
      startStream(out);
      while (true) {
        chunk(out, delta);
      }
    });
    String ask =
        chat
            ? ChatTranscript.STREAMED.replace(":1000", ":100000")
            : RESPOND.replace("{\"model", "{\"stream\":true,\"model").replace("1000", "100000");
    assertThat(desk.openAi(path, ask).body()).contains("was used up while the model answered");
    var row = Settled.only(desk, "budget_spent", "estimated");
    var settled = new BigDecimal(desk.allowance(budget).at("/balances/0/settled").asString());
    assertThat(settled)
        .isEqualByComparingTo(row.path("cost_usd").asString())
        .isGreaterThan(new BigDecimal(amount).divide(new BigDecimal(4)));
    var next = desk.openAi(path, ask);
    assertThat(next.statusCode()).isEqualTo(429);
    assertThat(next.body()).contains("insufficient_quota");
    assertThat(provider.count(path)).isEqualTo(1);
  }

  @Test
  void theSandboxAnswersAtTheSameAddressesForFree() {
    assertThat(desk.put("model-providers/openai", "{\"method\":\"sandbox\"}").statusCode())
        .isEqualTo(200);
    var answer = desk.openAi(CHAT, ChatTranscript.STREAMED);
    assertThat(answer.headers().firstValue("Bridle-Sandbox")).contains("true");
    assertThat(answer.body())
        .contains("[sandbox]")
        .doesNotContain("prompt_tokens")
        .endsWith(ChatTranscript.DONE);
    var row = Settled.only(desk, "completed", "exact");
    assertThat(row.path("method").asString()).isEqualTo("sandbox");
    assertThat(row.path("cost_usd").asString()).isEqualTo("0");
    assertThat(row.path("output_tokens").asLong()).isPositive();
    assertThat(desk.openAi(RESPONSES, RESPOND).body()).contains("\"object\":\"response\"");
    assertThat(desk.send(desk.openAi("/v1/models").GET()).body()).contains("gpt-5-mini");
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void aKillSwitchCutsAStreamThatIsUnderWay() throws Exception {
    var came = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, ChatTranscript.FIRST);
      came.countDown();
      never.await();
    });
    var answer = CompletableFuture.supplyAsync(() -> desk.openAi(CHAT, ChatTranscript.STREAMED));
    came.await();
    assertThat(
            desk.postRest(
                    "kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}")
                .statusCode())
        .isEqualTo(201);
    String body = answer.join().body();
    assertThat(body)
        .startsWith(ChatTranscript.FIRST)
        .contains("data: {\"error\":{\"message\":")
        .contains("\"type\":\"permission_error\"")
        .endsWith("\n\n");
    assertThat(
            new BigDecimal(
                Settled.only(desk, "kill_switch", "estimated").path("cost_usd").asString()))
        .isPositive();
    never.countDown();
  }
}
