package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies made to break the bound, against a provider that bills the most it plausibly could: what
 * is settled is never more than what was held, or the call is refused by the name of what has no
 * bound.
 */
class BoundTest {
  private static final long WINDOW = 1_000_000;
  private static final long OUTPUT = 1_000;

  /** The provider's own figures: the prompt for tools, one for a computer, a large picture. */
  private static final long TOOL_PROMPT = 700;

  private static final long COMPUTER = 499 + 735;
  private static final long PICTURE = 4_784;

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);
  private JsonNode budget = JsonMapper.shared().createObjectNode();
  private volatile BigDecimal held = BigDecimal.ZERO;

  @BeforeEach
  void onlyABudget() {
    desk.deleteAllowances();
    budget = desk.allow("build", "usd", "lifetime", "1000");
    desk.policy("{'id':'all','effect':'allow'}");
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /** What a provider counts, by the names that it uses. */
  private record Counted(long input, long written5m, long written1h, long searches, String more) {
    static Counted input(long tokens) {
      return new Counted(tokens, 0, 0, 0, "");
    }

    static Counted written(long tokens) {
      return new Counted(0, 0, tokens, 0, "");
    }

    Counted searching(long times) {
      return new Counted(input, written5m, written1h, times, more);
    }

    Counted with(String fields) {
      return new Counted(input, written5m, written1h, searches, fields);
    }

    String usage(long output) {
      return "{\"input_tokens\":%d,\"cache_creation_input_tokens\":%d,\"cache_creation\":{\"ephemeral_5m_input_tokens\":%d,\"ephemeral_1h_input_tokens\":%d},\"cache_read_input_tokens\":0,\"server_tool_use\":{\"web_search_requests\":%d},\"output_tokens\":%d%s}"
          .formatted(input, written5m + written1h, written5m, written1h, searches, output, more);
    }
  }

  private static String body(String model, String rest) {
    return "{\"model\":\"" + model + "\",\"max_tokens\":" + OUTPUT + rest + "}";
  }

  private static String user(String blocks) {
    return ",\"messages\":[{\"role\":\"user\",\"content\":[" + blocks + "]}]";
  }

  private static String text(String text) {
    return user("{\"type\":\"text\",\"text\":\"" + text + "\"}");
  }

  /** What the open row holds, looked up while the provider has the call. */
  private void seeWhatIsHeld() {
    var row = desk.calls().get(desk.calls().size() - 1);
    assertThat(row.path("outcome").asString()).isEqualTo("open");
    held = new BigDecimal(row.path("cost_at_most_usd").asString());
  }

  /** The provider bills this and the whole output at the end of a plain answer. */
  private void bills(String model, Counted counted) {
    provider.behave((asked, out) -> {
      seeWhatIsHeld();
      answering(
              200,
              "application/json",
              "{\"id\":\"m\",\"type\":\"message\",\"model\":\"%s\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":%s}"
                  .formatted(model, counted.usage(OUTPUT)))
          .answer(asked, out);
    });
  }

  private JsonNode lastCall() {
    return desk.calls().get(desk.calls().size() - 1);
  }

  private BigDecimal cost() {
    await().until(() -> !lastCall().path("settled_at").isNull());
    var row = lastCall();
    assertThat(row.path("outcome").asString()).isEqualTo("completed");
    assertThat(row.path("certainty").asString()).isEqualTo("exact");
    return new BigDecimal(row.path("cost_usd").asString());
  }

  /** Asks, is billed, and is never billed more than was held. */
  private void assertHeld(String model, String rest, Counted worst) {
    bills(model, worst);
    var answer = desk.post("/v1/messages", body(model, rest));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(cost()).isPositive().isLessThanOrEqualTo(held);
    assertNothingExceeded();
  }

  private void assertNothingExceeded() {
    assertThat(desk.allowanceEvents())
        .noneMatch(event -> event.path("kind").asString().equals("bound_exceeded"));
    var balance = desk.allowance(budget).path("balances").get(0);
    assertThat(new BigDecimal(balance.path("held").asString())).isZero();
  }

  private static long bytes(String model, String rest) {
    return body(model, rest).getBytes(StandardCharsets.UTF_8).length;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-2"})
  void plainTextOfATokenAByteInTheDearestRegion(String model) {
    String rest = text("x".repeat(5_000));
    assertHeld(
        model,
        rest,
        Counted.input(bytes(model, rest) + TOOL_PROMPT).with(",\"inference_geo\":\"us\""));
  }

  @ParameterizedTest
  @CsvSource({"url, false", "url, true", "file, true"})
  void whatIsOnlyNamedMayFillTheWindow(String source, boolean hour) {
    String named =
        "{\"type\":\"document\",\"source\":{\"type\":\"%s\",\"url\":\"https://x.example/a.pdf\",\"file_id\":\"f\"}%s}"
            .formatted(
                source, hour ? ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}" : "");
    assertHeld(
        "claude-sonnet-5-5", user(named), hour ? Counted.written(WINDOW) : Counted.input(WINDOW));
  }

  @Test
  void aSmallPdfWithMuchInItMayFillTheWindow() {
    String pdf = Base64.getEncoder().encodeToString(new byte[300]);
    assertHeld(
        "claude-sonnet-5-5",
        user(
            "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"%s\"}}"
                .formatted(pdf)),
        Counted.input(WINDOW));
  }

  @Test
  void aBetaThatOpensALargerWindow() {
    String pdf = Base64.getEncoder().encodeToString(new byte[300]);
    assertHeld(
        "claude-haiku-4-5-20251001",
        ",\"betas\":[\"context-1m-2025-08-07\"]"
            + user(
                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"%s\"}}"
                    .formatted(pdf)),
        Counted.input(WINDOW));
  }

  @Test
  void hiddenPromptsOfTools() {
    String tools =
        ",\"tools\":["
            + "{\"type\":\"computer_20251124\"},".repeat(9)
            + "{\"type\":\"bash_20250124\"},{\"type\":\"text_editor_20250728\"},{\"name\":\"a\"}]"
            + text("hi");
    long counted = bytes("claude-haiku-5-5", tools) + TOOL_PROMPT + 9 * COMPUTER + 250 + 700 + 32;
    assertHeld("claude-haiku-5-5", tools, Counted.input(counted));
  }

  @Test
  void tinyPicturesThatDecodeToLargeOnes() {
    String picture =
        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
    String rest = user((picture + ",").repeat(19) + picture);
    long counted = bytes("claude-sonnet-5-5", rest) + 20 * PICTURE;
    assertHeld("claude-sonnet-5-5", rest, Counted.input(counted));
  }

  @Test
  void cachesThatAreWrittenForAnHour() {
    String rest =
        user(
            "{\"type\":\"text\",\"text\":\"%s\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}"
                .formatted("x".repeat(20_000)));
    long counted = bytes("claude-opus-5-5", rest) + TOOL_PROMPT;
    assertHeld("claude-opus-5-5", rest, Counted.written(counted).with(",\"inference_geo\":\"us\""));
  }

  /**
   * The band begins above 100,000 tokens of prompt, of which 1,000 are held for what the provider
   * puts around it.
   */
  @ParameterizedTest
  @CsvSource({
    "98999, 99999",
    "99000, 100000",
    "99001, 100001",
    "99400, 100100",
    "100000, 100700",
    "100001, 100701"
  })
  void thePriceBandOfHaikuIsHeldWhereThePromptCanReachIt(int size, long prompt) {
    String model = "claude-haiku-5-5";
    String rest = text("x".repeat((int) (size - bytes(model, text("")))));
    assertThat(bytes(model, rest)).isEqualTo(size);
    assertHeld(model, rest, Counted.input(prompt));
    // Such a prompt costs a cent in the lower band and five in the upper.
    boolean dear = prompt > 100_000;
    assertThat(held.compareTo(new BigDecimal("0.05")) > 0).isEqualTo(dear);
  }

  @Test
  void aBodyJustBelowTheBandThatGrowsBySearching() {
    String model = "claude-haiku-5-5";
    String rest =
        ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":1}]"
            + text("x".repeat(98_000));
    assertHeld(model, rest, Counted.input(2 * WINDOW).searching(1));
  }

  @Test
  void aBodyJustBelowTheBandThatGrowsByAPicture() {
    String model = "claude-haiku-5-5";
    String picture =
        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}";
    String rest =
        user("{\"type\":\"text\",\"text\":\"%s\"},".formatted("x".repeat(97_000)) + picture);
    assertHeld(model, rest, Counted.input(bytes(model, rest) + PICTURE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void searchesOfWhichEachMayFillTheWindow(int uses) {
    String rest =
        ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":%d}]"
                .formatted(uses)
            + text("hi");
    assertHeld(
        "claude-sonnet-5-5",
        rest,
        Counted.input((uses + 1) * WINDOW).searching(uses).with(",\"inference_geo\":\"us\""));
  }

  @Test
  void searchesAndFetchesThatWriteCachesForAnHour() {
    String rest =
        ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":2},{\"type\":\"web_fetch_20250910\",\"name\":\"f\",\"max_uses\":1}]"
            + user(
                "{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}");
    assertHeld("claude-sonnet-5-5", rest, Counted.written(4 * WINDOW).searching(2));
  }

  @Test
  void fastModeInTheDearestRegion() {
    String rest = ",\"speed\":\"fast\",\"inference_geo\":\"us\"" + text("x".repeat(3_000));
    assertHeld(
        "claude-opus-5-5",
        rest,
        Counted.input(bytes("claude-opus-5-5", rest) + TOOL_PROMPT)
            .with(",\"speed\":\"fast\",\"inference_geo\":\"us\""));
  }

  @Test
  void aStreamThatSearchesHoldsAllUntilItsEndAlthoughItBeginsSmall() {
    String model = "claude-sonnet-5-5";
    var atTheEnd = Counted.input(4 * WINDOW).searching(3);
    provider.behave((_, out) -> {
      startStream(out);
      chunk(
          out,
          "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"%s\",\"usage\":{\"input_tokens\":30,\"output_tokens\":1}}}\n\n"
              .formatted(model));
      seeWhatIsHeld();
      chunk(
          out,
          "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":%s}\n\n"
              .formatted(atTheEnd.usage(OUTPUT)));
      chunk(out, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
      endStream(out);
    });
    String rest =
        ",\"stream\":true,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":3}]"
            + text("hi");
    assertThat(desk.post("/v1/messages", body(model, rest)).statusCode()).isEqualTo(200);
    desk.onlyCall();
    assertThat(cost()).isGreaterThan(new BigDecimal("8")).isLessThanOrEqualTo(held);
    assertNothingExceeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          code execution                  | "tools":[{"type":"code_execution_20250825","name":"c"}]
          containers                      | "container":"c_1"
          containers                      | "container":{"skills":[]}
          the MCP connector               | "mcp_servers":[{"type":"url","url":"https://x.example","name":"x"}]
          the MCP connector               | "tools":[{"type":"mcp_toolset","mcp_server_name":"x"}]
          compaction                      | "context_management":{"edits":[{"type":"compact_20260112"}]}
          context editing                 | "context_management":{"edits":[{"type":"new_20270101"}]}
          the advisor tool                | "tools":[{"type":"advisor_20260301","name":"a","model":"claude-opus-5-5"}]
          fallbacks                       | "fallbacks":[{"model":"claude-opus-5-5"}]
          web search without max_uses     | "tools":[{"type":"web_search_20250305","name":"w"}]
          web fetch without max_uses      | "tools":[{"type":"web_fetch_20250910","name":"w"}]
          web search that may run code    | "tools":[{"type":"web_search_20260318","name":"w","max_uses":1}]
          with more than 1000 uses        | "tools":[{"type":"web_search_20250305","name":"w","max_uses":1001}]
          the tool type 'oracle_20270101' | "tools":[{"type":"oracle_20270101","name":"o"}]
          """)
  void whatHasNoBoundIsRefusedByNameUnderAHardBudgetOnly(String feature, String field) {
    String body = body("claude-sonnet-5-5", "," + field + text("hi"));
    var answer = desk.post("/v1/messages", body);
    var error = JsonMapper.shared().readTree(answer.body()).path("error");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error.path("type").asString()).isEqualTo("policy_blocked");
    assertThat(error.at("/details/error_code").asString())
        .isEqualTo(field.startsWith("\"tools") ? "tool_not_allowed" : "field_not_allowed");
    assertThat(error.path("message").asString())
        .contains(feature, "the allowance of $1000 in all for each build", "an administrator");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    assertThat(provider.messages()).isZero();
    var row = desk.refusedCalls().get(0);
    assertThat(row.path("allowance_id").asString()).isEqualTo(budget.path("id").asString());

    // Enough for a thousand windows, of which a slice holds all.
    desk.put(
        "allowances/" + budget.path("id").asString(), "{\"mode\":\"soft\",\"amount\":\"100000\"}");
    assertThat(desk.post("/v1/messages", body).statusCode()).isEqualTo(200);
  }

  @Test
  void aProviderThatBillsBeyondTheBoundIsBookedAsItIsAndSomeoneIsTold() {
    desk.put("allowances/" + budget.path("id").asString(), "{\"amount\":\"1\"}");
    bills("claude-sonnet-5-5", Counted.input(5_000_000));
    var answer = desk.post("/v1/messages", body("claude-sonnet-5-5", text("hi")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(held).isLessThan(new BigDecimal("0.02"));
    assertThat(cost()).isEqualByComparingTo("10.01");
    var balance = desk.allowance(budget).path("balances").get(0);
    assertThat(balance.path("settled").asString()).isEqualTo("10.01");
    assertThat(balance.path("held").asString()).isEqualTo("0");
    assertThat(balance.path("over_by").asString()).isEqualTo("9.01");
    assertThat(desk.usage("model").at("/totals/cost_usd").asString()).isEqualTo("10.01");
    var events =
        desk.allowanceEvents()
            .valueStream()
            .filter(event -> event.path("kind").asString().equals("bound_exceeded"))
            .toList();
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().path("call_id").asString())
        .isEqualTo(lastCall().path("id").asString());
    assertThat(events.getFirst().path("allowance_id").asString())
        .isEqualTo(budget.path("id").asString());
    assertThat(desk.post("/v1/messages", body("claude-sonnet-5-5", text("hi"))).statusCode())
        .isEqualTo(402);
  }
}
