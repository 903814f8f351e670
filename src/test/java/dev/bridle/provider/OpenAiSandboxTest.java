package dev.bridle.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Piece;
import dev.bridle.meter.ChatStreamMeter;
import dev.bridle.meter.Meter;
import dev.bridle.meter.OpenAiAnswerMeter;
import dev.bridle.meter.Reading;
import dev.bridle.meter.ResponsesStreamMeter;
import dev.bridle.price.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in for OpenAI answers in its shapes, always the same. */
class OpenAiSandboxTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String FUNCTION =
      "{'type':'function','name':'pick','parameters':{'type':'object','required':['n'],'properties':{'n':{'type':'integer'}}}}";

  private final OpenAiSandbox sandbox =
      new OpenAiSandbox(
          PriceBook.builtIn(), () -> Instant.parse("2026-11-23T12:00:00Z"), Pacing.NONE);

  private Script post(String path, String json) {
    return sandbox.answer("POST", path, "", json.replace('\'', '"').getBytes(UTF_8));
  }

  private Script chat(String more) {
    return post(
        CHAT, "{'model':'gpt-5-mini','messages':[{'role':'user','content':'Why?'}]" + more + "}");
  }

  private Script response(String more) {
    return post(RESPONSES, "{'model':'gpt-5','input':'Why?'" + more + "}");
  }

  private static String body(Script script) {
    return script.pieces().stream()
        .map(piece -> new String(piece.bytes(), UTF_8))
        .collect(Collectors.joining());
  }

  private static JsonNode json(Script script) {
    return JsonMapper.shared().readTree(body(script));
  }

  private static Reading read(Meter meter, Script script) {
    byte[] all = body(script).getBytes(UTF_8);
    meter.see(all, 0, all.length);
    return meter.reading();
  }

  @Test
  void aChatSaysWhatItIs() {
    var answer = json(chat(""));
    assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
    assertThat(answer.path("model").asString()).isEqualTo("gpt-5-mini");
    assertThat(answer.at("/choices/0/message/content").asString())
        .startsWith("[sandbox] You asked: \"Why?\"");
    assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(answer.at("/usage/total_tokens").asLong())
        .isEqualTo(
            answer.at("/usage/prompt_tokens").asLong()
                + answer.at("/usage/completion_tokens").asLong());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'max_completion_tokens':5",
        ",'n':3",
        ",'stop':'model'",
        ",'tool_choice':'required','tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}]"
      })
  void theMeterReadsFromAChatStreamWhatThePlainAnswerStates(String more) {
    var plain = read(new OpenAiAnswerMeter(), chat(more));
    var stream =
        read(
            new ChatStreamMeter(),
            chat(more + ",'stream':true,'stream_options':{'include_usage':true}"));
    assertThat(plain.complete()).isTrue();
    assertThat(stream.complete()).isTrue();
    assertThat(stream.usage().output()).isEqualTo(plain.usage().output()).isPositive();
    assertThat(stream.outputCharacters()).isEqualTo(plain.outputCharacters());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'max_output_tokens':5",
        ",'tool_choice':{'type':'function','name':'pick'},'tools':[" + FUNCTION + "]"
      })
  void theMeterReadsFromAResponseStreamWhatThePlainAnswerStates(String more) {
    var plain = read(new OpenAiAnswerMeter(), response(more));
    var stream = read(new ResponsesStreamMeter(), response(more + ",'stream':true"));
    assertThat(plain.complete()).isTrue();
    assertThat(stream.complete()).isTrue();
    assertThat(stream.usage().output()).isEqualTo(plain.usage().output()).isPositive();
    assertThat(stream.outputCharacters()).isEqualTo(plain.outputCharacters());
  }

  @Test
  void aStreamTellsItsUsageOnlyToWhoeverAsks() {
    assertThat(body(chat(",'stream':true")))
        .doesNotContain("\"usage\"")
        .endsWith("data: [DONE]\n\n");
    assertThat(body(chat(",'stream':true,'stream_options':{'include_usage':true}")))
        .contains("\"usage\":null", "\"choices\":[],\"usage\":{");
  }

  @Test
  void aResponseThatIsCutShortSaysSo() {
    var answer = json(response(",'max_output_tokens':2"));
    assertThat(answer.path("status").asString()).isEqualTo("incomplete");
    assertThat(answer.at("/incomplete_details/reason").asString()).isEqualTo("max_output_tokens");
    assertThat(body(response(",'max_output_tokens':2,'stream':true")))
        .contains("event: response.incomplete\n");
  }

  @Test
  void aToolIsCalledOnlyWhenTheRequestForcesOne() {
    String tools = ",'tools':[" + FUNCTION + "]";
    assertThat(json(response(tools)).at("/output/0/type").asString()).isEqualTo("message");
    var call = json(response(tools + ",'tool_choice':'required'")).at("/output/0");
    assertThat(call.path("type").asString()).isEqualTo("function_call");
    assertThat(call.path("arguments").asString()).isEqualTo("{\"n\":0}");
    assertThat(chat(",'tool_choice':'required'").status()).isEqualTo(400);
  }

  @Test
  void aSchemaIsAnsweredByTheLeastThatFits() {
    String schema = "{'type':'object','required':['ok'],'properties':{'ok':{'type':'boolean'}}}";
    assertThat(
            json(chat(
                    ",'response_format':{'type':'json_schema','json_schema':{'name':'a','schema':"
                        + schema
                        + "}}"))
                .at("/choices/0/message/content")
                .asString())
        .isEqualTo("{\"ok\":false}");
    assertThat(
            json(response(
                    ",'text':{'format':{'type':'json_schema','name':'a','schema':" + schema + "}}"))
                .at("/output/0/content/0/text")
                .asString())
        .isEqualTo("{\"ok\":false}");
  }

  @Test
  void theSameRequestGetsTheSameAnswer() {
    assertThat(body(chat(""))).isEqualTo(body(chat("")));
    assertThat(body(response(",'stream':true"))).isEqualTo(body(response(",'stream':true")));
    assertThat(body(chat(""))).isNotEqualTo(body(chat(",'n':2")));
  }

  @Test
  void itsModelsAreThoseOfThePriceBookThatAreOpenAis() {
    var list = json(sandbox.answer("GET", "/v1/models", "", new byte[0]));
    assertThat(list.path("data"))
        .extracting(model -> model.path("id").asString())
        .contains("gpt-5", "gpt-4o-mini", "o3")
        .noneMatch(id -> id.startsWith("claude"));
    assertThat(
            json(sandbox.answer("GET", "/v1/models/gpt-5", "", new byte[0]))
                .path("object")
                .asString())
        .isEqualTo("model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/v1/chat/completions | [] | 400",
        "/v1/chat/completions | {'messages':[{'role':'user','content':'a'}]} | 400",
        "/v1/chat/completions | {'model':'gpt-5','messages':[]} | 400",
        "/v1/responses | {'model':'gpt-5'} | 400",
        "/v1/responses | {'model':'claude-sonnet-5-5','input':'a'} | 404",
        "/v1/embeddings | {'model':'gpt-5','input':'a'} | 404",
      })
  void whatItDoesNotTakeItRefusesInTheProvidersShape(String path, String body, int status) {
    var answer = post(path, body);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(json(answer).path("error").propertyNames())
        .containsExactly("message", "type", "param", "code");
  }

  @Test
  void aWholeAnswerTakesAsLongAsItsStream() {
    var slow =
        new OpenAiSandbox(PriceBook.builtIn(), () -> Instant.EPOCH, Pacing.LIFELIKE)
            .answer(
                "POST", RESPONSES, "", "{\"model\":\"sandbox-x\",\"input\":\"a\"}".getBytes(UTF_8));
    assertThat(slow.pieces().stream().map(Piece::pause).reduce(Duration.ZERO, Duration::plus))
        .isGreaterThan(Duration.ofMillis(500));
  }
}
