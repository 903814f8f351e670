package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Piece;
import dev.bridle.meter.AnthropicAnswerMeter;
import dev.bridle.meter.AnthropicStreamMeter;
import dev.bridle.meter.Meter;
import dev.bridle.meter.Reading;
import dev.bridle.price.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxAnswersTest {
  private static final String NOW = "2026-11-23T12:00:00Z";
  private final SandboxAnswers sandbox = sandboxAt(NOW, Pacing.NONE);

  @Test
  void answersInTheShapeOfTheProvider() {
    JsonNode message = json(ask("'max_tokens': 1000"));
    assertThat(message.path("type").asString()).isEqualTo("message");
    assertThat(message.path("role").asString()).isEqualTo("assistant");
    assertThat(message.path("model").asString()).isEqualTo("claude-sonnet-5-5");
    assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
    assertThat(message.path("id").asString()).startsWith("msg_");
    assertThat(text(message))
        .startsWith("[sandbox] You asked: \"Analyze the test failures in this log\"")
        .contains("No model was called");
  }

  @Test
  void theSameRequestGetsTheSameAnswer() {
    Script first = messages(ask("'max_tokens': 1000"));
    Script second = messages(ask("'max_tokens': 1000"));
    assertThat(body(first)).isEqualTo(body(second));
    assertThat(first.headers()).containsExactlyElementsOf(second.headers());
    assertThat(body(messages(ask("'max_tokens': 1001")))).isNotEqualTo(body(first));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'max_tokens': 1000",
        "'max_tokens': 7",
        "'max_tokens': 0",
        "'max_tokens': 1000, 'stop_sequences': ['model']",
        "'max_tokens': 1000, 'tools': [{'name': 't', 'input_schema': {}}], 'tool_choice': {'type':"
            + " 'any'}"
      })
  void theMeterReadsFromTheStreamWhatThePlainAnswerStates(String fields) {
    JsonNode plain = json(ask(fields));
    Reading whole = read(new AnthropicAnswerMeter(), messages(ask(fields)));
    Reading stream = read(new AnthropicStreamMeter(), messages(ask(fields + ", 'stream': true")));
    for (Reading reading : List.of(whole, stream)) {
      assertThat(reading.complete()).isTrue();
      assertThat(reading.usage().input()).isEqualTo(plain.at("/usage/input_tokens").asLong());
      assertThat(reading.usage().output()).isEqualTo(plain.at("/usage/output_tokens").asLong());
      assertThat(reading.stopReason()).isEqualTo(plain.path("stop_reason").asString());
      assertThat(reading.modelAnswered()).isEqualTo("claude-sonnet-5-5");
      assertThat(reading.usage().tier()).isEqualTo("standard");
    }
    assertThat(stream.usage()).isEqualTo(whole.usage());
  }

  @Test
  void aStreamHasAllEventsInTheirOrder() {
    Script script = messages(ask("'max_tokens': 6, 'stream': true"));
    assertThat(body(script).lines().filter(line -> line.startsWith("event: ")).distinct())
        .containsExactly(
            "event: message_start",
            "event: ping",
            "event: content_block_start",
            "event: content_block_delta",
            "event: content_block_stop",
            "event: message_delta",
            "event: message_stop");
    assertThat(header(script, "content-type")).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(header(script, "request-id")).startsWith("req_");
  }

  @Test
  void aStreamSpeaksAtTheSpeedOfAModel() {
    SandboxAnswers lifelike = sandboxAt(NOW, Pacing.LIFELIKE);
    String ask = ask("'max_tokens': 1000, 'stream': true");
    Script script = lifelike.answer("POST", "/v1/messages", null, ask.getBytes(UTF_8));
    assertThat(script.pieces().getFirst().pause()).isEqualTo(Duration.ofMillis(120));
    assertThat(total(script)).isBetween(Duration.ofMillis(400), Duration.ofMillis(1_200));
    String plain = ask("'max_tokens': 1000");
    assertThat(total(lifelike.answer("POST", "/v1/messages", null, plain.getBytes(UTF_8))))
        .isEqualTo(total(script));
  }

  @Test
  void stopsAtTheLimitOfTokens() {
    JsonNode message = json(ask("'max_tokens': 5"));
    assertThat(message.path("stop_reason").asString()).isEqualTo("max_tokens");
    assertThat(message.at("/usage/output_tokens").asLong()).isEqualTo(5);
    assertThat(text(message)).isEqualTo("[sandbox] You asked:");
    assertThat(json(ask("'max_tokens': 0")).path("content")).isEmpty();
  }

  @Test
  void stopsBeforeAStopSequence() {
    JsonNode message = json(ask("'max_tokens': 500, 'stop_sequences': ['zzz', ' asked', 'log']"));
    assertThat(message.path("stop_reason").asString()).isEqualTo("stop_sequence");
    assertThat(message.path("stop_sequence").asString()).isEqualTo(" asked");
    assertThat(text(message)).isEqualTo("[sandbox] You");
  }

  @Test
  void usesAToolOnlyWhenForced() {
    String tools =
        """
        'max_tokens': 500, 'tools': [{'name': 'a', 'input_schema': {'type': 'object'}},
          {'name': 'b', 'input_schema': {'type': 'object', 'required': ['path', 'lines'],
           'properties': {'path': {'type': 'string'}, 'lines': {'type': 'integer', 'minimum': 1},
           'other': {'type': 'string'}}}}]\
        """;
    assertThat(json(ask(tools)).path("stop_reason").asString()).isEqualTo("end_turn");
    JsonNode forced = json(ask(tools + ", 'tool_choice': {'type': 'tool', 'name': 'b'}"));
    assertThat(forced.path("stop_reason").asString()).isEqualTo("tool_use");
    assertThat(forced.at("/content/0/name").asString()).isEqualTo("b");
    assertThat(forced.at("/content/0/input")).hasToString("{\"path\":\"sandbox\",\"lines\":1}");
    JsonNode any = json(ask(tools + ", 'tool_choice': {'type': 'any'}"));
    assertThat(any.at("/content/0/name").asString()).isEqualTo("a");
  }

  @Test
  void aStructuredAnswerSatisfiesItsSchema() {
    JsonNode message =
        json(
            ask(
                """
                'max_tokens': 500, 'output_config': {'format': {'type': 'json_schema', 'schema':
                  {'type': 'object', 'required': ['verdict', 'tags'], 'properties': {
                    'verdict': {'enum': ['flaky', 'broken']},
                    'tags': {'type': 'array', 'items': {'type': 'string'}, 'minItems': 1}}}}}\
                """));
    assertThat(text(message)).isEqualTo("{\"verdict\":\"flaky\",\"tags\":[\"sandbox\"]}");
  }

  @Test
  void takesWhatClaudeCodeSends() {
    Script script =
        sandbox.answer("POST", "/v1/messages", "beta=true", quoted(CLAUDE_CODE).getBytes(UTF_8));
    Reading reading = read(new AnthropicStreamMeter(), script);
    assertThat(script.status()).isEqualTo(200);
    assertThat(reading.stopReason()).isEqualTo("end_turn");
    assertThat(reading.complete()).isTrue();
    assertThat(body(script)).contains("Say").doesNotContain("reminder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | model: Field required",
        "[] | not valid JSON",
        "{'model' | not valid JSON",
        "{'model': 5} | model: must be a string",
        "{'model': ' ', 'max_tokens': 1} | model: String should have",
        "{'model': 'm', 'max_tokens': 1} | messages: Field required",
        "{'model': 'm', 'messages': 'x'} | messages: Input should be a valid list",
        "{'model': 'm', 'messages': []} | messages: at least one",
        "{'model': 'm', 'messages': [1]} | messages.0: Input should be an object",
        "{'model': 'm', 'messages': [{'role': 'bot', 'content': 'x'}]} | messages.0.role",
        "{'model': 'm', 'messages': [{'role': 'user'}]} | messages.0.content",
        "{'model': 'm', 'messages': [{'role': 'system', 'content': 'x'}]} | top-level",
        "{'model': 'm', 'messages': [{'role': 'user', 'content': 'x'}]} | max_tokens: Field required",
        "{'model': 'm', 'max_tokens': -1, 'messages': [{'role': 'user', 'content': 'x'}]} |"
            + " max_tokens: Input",
        "{'model': 'm', 'tool_choice': {'type': 'any'}, 'messages': [{'role': 'user', 'content':"
            + " 'x'}]} | tool_choice: may only",
      })
  void refusesAnInvalidRequestInTheShapeOfTheProvider(String ask, String complaint) {
    Script script = messages(quoted(ask));
    JsonNode error = JsonMapper.shared().readTree(body(script));
    assertThat(script.status()).isEqualTo(400);
    assertThat(error.path("type").asString()).isEqualTo("error");
    assertThat(error.at("/error/type").asString()).isEqualTo("invalid_request_error");
    assertThat(error.at("/error/message").asString()).contains(complaint);
    assertThat(error.path("request_id").asString()).isEqualTo(header(script, "request-id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude-3-5-sonnet", "claude-3-opus-20240229", "gpt-7"})
  void aRetiredOrUnknownModelIsNotFound(String model) {
    Script script = messages(ask("'max_tokens': 9").replace("claude-sonnet-5-5", model));
    assertThat(script.status()).isEqualTo(404);
    assertThat(body(script)).contains("not_found_error").contains("model: " + model);
  }

  @Test
  void anAliasIsAnsweredByItsDatedModelUntilThatRetires() {
    String ask = ask("'max_tokens': 9").replace("claude-sonnet-5-5", "claude-sonnet-4-5");
    assertThat(json(ask).path("model").asString()).isEqualTo("claude-sonnet-4-5-20250929");
    SandboxAnswers later = sandboxAt("2026-11-30T00:00:00Z", Pacing.NONE);
    assertThat(later.answer("POST", "/v1/messages", null, ask.getBytes(UTF_8)).status())
        .isEqualTo(404);
  }

  @Test
  void anyModelOfTheSandboxItselfIsKnown() {
    String ask = ask("'max_tokens': 9").replace("claude-sonnet-5-5", "sandbox-echo");
    assertThat(json(ask).path("model").asString()).isEqualTo("sandbox-echo");
  }

  @Test
  void countsTheTokensThatAMessageWouldUse() {
    byte[] ask = ask("'system': 'Be brief.'").getBytes(UTF_8);
    Script script = sandbox.answer("POST", "/v1/messages/count_tokens", "beta=true", ask);
    JsonNode message = json(ask("'system': 'Be brief.', 'max_tokens': 9"));
    long input = message.at("/usage/input_tokens").asLong();
    assertThat(body(script)).isEqualTo("{\"input_tokens\":" + input + "}");
  }

  @Test
  void listsTheLiveModelsPageByPage() {
    JsonNode all = get("/v1/models", "limit=1000");
    assertThat(ids(all)).contains("claude-opus-5-5").doesNotContain("claude-3-opus-20240229");
    assertThat(all.path("has_more").asBoolean()).isFalse();
    JsonNode first = get("/v1/models", "limit=2");
    assertThat(ids(first)).isEqualTo(ids(all).subList(0, 2));
    assertThat(first.path("has_more").asBoolean()).isTrue();
    String last = first.path("last_id").asString();
    assertThat(ids(get("/v1/models", "limit=3&after_id=" + last)))
        .isEqualTo(ids(all).subList(2, 5));
    String fourth = ids(all).get(4);
    assertThat(ids(get("/v1/models", "limit=2&before_id=" + fourth)))
        .isEqualTo(ids(all).subList(2, 4));
  }

  @Test
  void listsModelsByTheirLifecycle() {
    assertThat(ids(get("/v1/models", "lifecycle=deprecated")))
        .containsExactly("claude-sonnet-4-5-20250929");
    assertThat(ids(get("/v1/models", "lifecycle=retired"))).contains("claude-3-opus-20240229");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "after_id=nobody"})
  void refusesAPageThatThereIsNot(String query) {
    assertThat(sandbox.answer("GET", "/v1/models", query, new byte[0]).status()).isEqualTo(400);
  }

  @Test
  void describesOneModel() {
    assertThat(get("/v1/models/claude-haiku-4-5", null))
        .hasToString(
            """
            {"id":"claude-haiku-4-5-20251001","type":"model","display_name":"Claude Haiku 4.5",\
            "created_at":"2025-10-15T00:00:00Z","max_input_tokens":200000,"max_tokens":64000,\
            "lifecycle":"active","deprecated_at":null,"retires_at":null,"line":"haiku",\
            "capabilities":{"batch":{"supported":true},"citations":{"supported":true},\
            "code_execution":{"supported":true},"context_management":{"supported":true},\
            "effort":{"supported":true},"image_input":{"supported":true},\
            "pdf_input":{"supported":true},"server_tools":{"supported":true},\
            "structured_outputs":{"supported":true},"thinking":{"supported":true}}}\
            """);
    assertThat(
            sandbox.answer("GET", "/v1/models/claude-3-opus-20240229", null, new byte[0]).status())
        .isEqualTo(404);
  }

  @Test
  void saysHelloAndKnowsNoOtherAddress() {
    assertThat(sandbox.answer("HEAD", "/api/hello", null, new byte[0]).status()).isEqualTo(200);
    assertThat(sandbox.answer("GET", "/v1/files", null, new byte[0]).status()).isEqualTo(404);
    assertThat(sandbox.answer("GET", "/v1/messages", null, new byte[0]).status()).isEqualTo(404);
  }

  private static final String CLAUDE_CODE =
      """
      {'model': 'claude-opus-5-5', 'stream': true, 'max_tokens': 128000,
       'thinking': {'type': 'adaptive', 'display': 'omitted'}, 'output_config': {'effort': 'medium'},
       'context_management': {'edits': [{'type': 'clear_thinking_20251015', 'keep': 'all'}]},
       'metadata': {'user_id': '{}'},
       'system': [{'type': 'text', 'text': 'You are an agent.',
                   'cache_control': {'type': 'ephemeral', 'ttl': '1h'}}],
       'tools': [{'name': 'Bash', 'description': 'Runs.', 'input_schema': {'type': 'object'}}],
       'messages': [
         {'role': 'user', 'content': [{'type': 'text', 'text': '<reminder>x</reminder>'},
                                      {'type': 'text', 'text': 'Say hi'}]},
         {'role': 'system', 'content': [{'type': 'text', 'text': 'Effort: medium',
                                         'cache_control': {'type': 'ephemeral'}}]}]}\
      """;

  private static SandboxAnswers sandboxAt(String instant, Pacing pacing) {
    return new SandboxAnswers(PriceBook.anthropic(), () -> Instant.parse(instant), pacing);
  }

  private static String ask(String fields) {
    return quoted(
        """
        {'model': 'claude-sonnet-5-5', %s, 'messages': [
          {'role': 'user', 'content': 'Analyze the test failures in this log'}]}\
        """
            .formatted(fields));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private Script messages(String ask) {
    return sandbox.answer("POST", "/v1/messages", null, ask.getBytes(UTF_8));
  }

  private JsonNode json(String ask) {
    return JsonMapper.shared().readTree(body(messages(ask)));
  }

  private JsonNode get(String path, @Nullable String query) {
    return JsonMapper.shared().readTree(body(sandbox.answer("GET", path, query, new byte[0])));
  }

  private static List<String> ids(JsonNode page) {
    return page.path("data").valueStream().map(model -> model.path("id").asString()).toList();
  }

  private static String text(JsonNode message) {
    return message.at("/content/0/text").asString();
  }

  private static String body(Script script) {
    return script.pieces().stream()
        .map(piece -> new String(piece.bytes(), UTF_8))
        .collect(Collectors.joining());
  }

  private static String header(Script script, String name) {
    return script.headers().first(name).orElseThrow();
  }

  private static Duration total(Script script) {
    return script.pieces().stream().map(Piece::pause).reduce(Duration.ZERO, Duration::plus);
  }

  private static Reading read(Meter meter, Script script) {
    script.pieces().forEach(piece -> meter.see(piece.bytes(), 0, piece.bytes().length));
    return meter.reading();
  }
}
