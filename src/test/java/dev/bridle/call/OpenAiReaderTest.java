package dev.bridle.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bridle.allowance.Unbounded;
import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a body of Chat Completions or Responses decides. */
class OpenAiReaderTest {
  private static final PriceBook PRICES = PriceBook.openAi();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static byte[] body(String fields) {
    return ("{'model':'gpt-5'" + fields + "}").replace('\'', '"').getBytes(UTF_8);
  }

  private static OpenAiRequest chat(String fields) {
    return OpenAiReader.chat(body(fields));
  }

  private static OpenAiRequest response(String fields) {
    return OpenAiReader.response(body(fields));
  }

  private static String upstream(OpenAiRequest request) {
    return new String(request.rewritten(Map.of(), false, PRICES, NOW).body().bytes(), UTF_8)
        .replace('"', '\'');
  }

  private static InputBound bound(OpenAiRequest request) {
    return InputBound.of(request.features(), request.body().length(), 400_000, 1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'model':'m','stream':true} | {'stream_options':{'include_usage':true},'model':'m','stream':true}",
        "{ 'stream' : true, 'model':'m' } | {'stream_options':{'include_usage':true}, 'stream' : true, 'model':'m' }",
        "{'stream_options':null,'model':'m','stream':true} | {'stream_options':{'include_usage':true},'model':'m','stream':true}",
        "{'model':'m','stream':true,'stream_options': { } } | {'model':'m','stream':true,'stream_options': {'include_usage':true } }",
        "{'model':'m','stream':true,'stream_options':{'x':[{'include_usage':false}]}} | {'model':'m','stream':true,'stream_options':{'include_usage':true,'x':[{'include_usage':false}]}}",
        "{'model':'m','stream':true,'stream_options':{'include_usage': false , 'x':1}} | {'model':'m','stream':true,'stream_options':{'include_usage': true , 'x':1}}",
        "{'model':'m','stream':true,'stream_options':{'include_usage':null}} | {'model':'m','stream':true,'stream_options':{'include_usage':true}}",
        "{'model':'m','stream':true,'stream_options':{'\\u0069nclude_usage':false}} | {'model':'m','stream':true,'stream_options':{'\\u0069nclude_usage':true}}",
      })
  void aChatStreamIsAskedForItsUsage(String asked, String sent) {
    var request = OpenAiReader.chat(asked.replace('\'', '"').getBytes(UTF_8));
    assertThat(upstream(request)).isEqualTo(sent);
    assertThat(request.rewritten(Map.of(), false, PRICES, NOW).made())
        .containsExactly("stream_options");
    assertThat(request.filter()).isInstanceOf(HiddenUsage.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'stream':false",
        ",'stream':false,'stream_options':{'include_usage':false}",
        ",'stream':true,'stream_options':{'include_usage':true}",
      })
  void nothingElseIsChanged(String fields) {
    var request = chat(fields);
    assertThat(request.rewritten(Map.of(), true, PRICES, NOW).body()).isSameAs(request.body());
    assertThat(request.rewritten(Map.of(), true, PRICES, NOW).made()).isEmpty();
    assertThat(request.filter()).isNotInstanceOf(HiddenUsage.class);
    var streamed = response(",'stream':true");
    assertThat(streamed.rewritten(Map.of(), true, PRICES, NOW).body()).isSameAs(streamed.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",'model':'gpt-5'",
        ",'stream':true,'stream':false",
        ",'max_tokens':1,'max_tokens':2",
        ",'stream_options':{},'stream_options':null",
        ",'stream_options':{'include_usage':true,'include_usage':false}",
        ",'stream_options':{'include_usage':1}",
        ",'stream_options':true",
        ",'messages':[{'content':[{'type':'text','type':'image_url'}]}]",
        ",'messages':[{'content':[{'image_url':{'url':'data:a','url':'https://x'}}]}]",
        ",'tools':[{'type':'function','type':'mcp'}]",
        ",'tools':[{'type':7}]",
        ",'tools':[{'type':'function','Type':'mcp'}]",
        ",'stream_options':{'include_usage':true,'Include_Usage':false}",
        ",'n':129",
        ",'n':-1",
        ",'n':1.5",
        ",'max_tokens':'many'",
        ",'background':true",
        "} x {",
      })
  void whatCouldBeReadInTwoWaysOrNotAtAllIsRefused(String fields) {
    assertThatThrownBy(() -> chat(fields))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isInstanceOf(Refusal.BadBody.class));
  }

  @Test
  void anAnswerThatComesLaterIsRefusedByName() {
    assertThatThrownBy(() -> response(",'input':'hi','background':true"))
        .isInstanceOfSatisfying(
            Refused.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(
                        new Refusal.BadBody(
                            "The field 'background' must not be true: the answer would come later, when nobody can count it.")));
    assertThat(response(",'background':false").model()).isEqualTo("gpt-5");
    assertThat(response(",'background':null").model()).isEqualTo("gpt-5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        " ,'temperature':1 | | 1",
        ",'max_tokens':7 | 7 | 1",
        ",'max_completion_tokens':9,'max_tokens':7 | 9 | 1",
        ",'max_tokens':null,'n':null | | 1",
        ",'max_output_tokens':3 | | 1",
        ",'max_completion_tokens':5,'n':3 | 5 | 3",
        ",'n':0 | | 1",
      })
  void theOutputOfAChatIsLimitedByItsOwnFields(String fields, @Nullable Long limit, long choices) {
    var request = chat(fields);
    assertThat(request.maxTokens().isPresent()).isEqualTo(limit != null);
    assertThat(request.maxTokens().orElse(0)).isEqualTo(limit == null ? 0 : limit);
    assertThat(request.choices()).isEqualTo(choices);
  }

  @Test
  void theOutputOfAResponseIsLimitedByItsOwnField() {
    assertThat(response(",'max_output_tokens':3,'max_tokens':9").maxTokens()).hasValue(3);
    assertThat(response(",'max_tokens':9").maxTokens()).isEmpty();
  }

  @Test
  void thePromptIsNoFieldForRules() {
    String secret = "s".repeat(5_000);
    var request =
        response(
            ",'input':'%s','instructions':'%s','service_tier':'flex'".formatted(secret, secret));
    assertThat(request.fields())
        .containsEntry("input", "")
        .containsEntry("instructions", "")
        .containsEntry("service_tier", "flex");
  }

  @Test
  void plainTextIsBoundByItsBytes() {
    var request = chat(",'messages':[{'role':'user','content':'hi'}]");
    assertThat(bound(request).promptTokens())
        .isEqualTo(request.body().length() + InputBound.FRAME_TOKENS);
    assertThat(bound(request).unbounded()).isEmpty();
    assertThat(bound(request).mayShrink()).as("the usage comes last").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA','detail':'high'}} | 50000",
        "{'type':'input_image','image_url':'data:image/png;base64,AAAA'} | 50000",
        "{'type':'text','text':'data: no picture','url':'https://example.com'} | 0",
        "{'type':'function_call','arguments':'{}'} | 0",
      })
  void aPictureThatIsCarriedHoldsTheMostThatOneIsBilled(String part, long tokens) {
    var request = chat(",'messages':[{'role':'user','content':[" + part + "]}]");
    assertThat(bound(request).promptTokens())
        .isEqualTo(request.body().length() + InputBound.FRAME_TOKENS + tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'messages':[{'content':[{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]",
        "'input':[{'content':[{'type':'input_image','image_url':'https://example.com/a.png'}]}]",
        "'input':[{'content':[{'type':'input_image','file_id':'file-1'}]}]",
        "'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA'}}]}]",
        "'input':[{'content':[{'type':'input_file','file_url':'https://example.com/a.pdf'}]}]",
        "'messages':[{'content':[{'type':'input_audio','input_audio':{'data':'AA','format':'wav'}}]}]",
        "'messages':[{'content':[{'type':'video_url','video_url':{'url':'https://example.com'}}]}]",
        "'input':[{'type':'item_reference','id':'msg_1'}]",
        "'previous_response_id':'resp_1'",
        "'conversation':{'id':'conv_1'}",
      })
  void whatIsHeldElsewhereOrDenseFillsTheWindow(String field) {
    assertThat(bound(response("," + field)).promptTokens()).isEqualTo(400_000);
    assertThat(bound(response("," + field)).unbounded()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web_search",
        "web_search_preview_2025_03_11",
        "file_search",
        "code_interpreter",
        "image_generation",
        "mcp",
        "shell",
        "something_new"
      })
  void aToolOfTheProviderHasNoBound(String type) {
    var features = response(",'max_tool_calls':4,'tools':[{'type':'" + type + "'}]").features();
    assertThat(features.serverTools()).containsExactly(new ServerTool(type, 4L));
    assertThat(features.unbounded()).contains(Unbounded.tool("the tool '" + type + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"function", "custom", "local_shell", "apply_patch", "computer"})
  void aToolOfTheClientHasOne(String type) {
    var features =
        response(",'tools':[{'type':'" + type + "','name':'x','parameters':{'type':'object'}}]")
            .features();
    assertThat(features.serverTools()).isEmpty();
    assertThat(features.unbounded()).isEmpty();
    assertThat(features.hiddenTokens()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'prompt':{'id':'pmpt_1'} | stored prompts",
        "'prediction':{'type':'content','content':'a'} | predicted outputs",
        "'context_management':[{'type':'compaction'}] | context management",
      })
  void whatNothingLimitsHasNoBound(String field, String spoken) {
    assertThat(chat("," + field).features().unbounded()).contains(Unbounded.field(spoken));
  }

  @Test
  void searchingTheWebInAChatIsAToolOfTheProvider() {
    var features = chat(",'web_search_options':{}").features();
    assertThat(features.serverTools()).isEqualTo(List.of(new ServerTool("web_search", null)));
    assertThat(features.unbounded()).isPresent();
    assertThat(chat(",'web_search_options':null").features().serverTools()).isEmpty();
  }
}
