package dev.bridle.meter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicStreamMeterTest {
  @ParameterizedTest
  @ValueSource(strings = {"simple", "crlf", "pings"})
  void readsASimpleAnswer(String name) {
    Reading reading = read(name);
    assertThat(reading.usage())
        .isEqualTo(new Usage(25, 12, 0, 0, 0, 0, "standard", "global", null, List.of()));
    assertThat(reading.messageId()).isEqualTo("msg_01Fixture");
    assertThat(reading.modelAnswered()).isEqualTo("claude-sonnet-5-5");
    assertThat(reading.stopReason()).isEqualTo("end_turn");
    assertThat(reading.started()).isTrue();
    assertThat(reading.complete()).isTrue();
    assertThat(reading.errorType()).isNull();
    assertThat(reading.outputCharacters()).isEqualTo("Hello! Größe\nline".length());
  }

  @Test
  void keepsTheProvidersOwnWords() {
    assertThat(read("thinking_hidden").usageVerbatim())
        .isEqualTo(
            """
            {"input_tokens":1200,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
            "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},\
            "output_tokens":2310,"service_tier":"standard","inference_geo":"global",\
            "output_tokens_details":{"thinking_tokens":2304}}\
            """);
  }

  @Test
  void billsHiddenThinkingThatNoCharacterShows() {
    assertThat(read("thinking_hidden").usage().output()).isEqualTo(2310);
    assertThat(read("thinking_hidden").outputCharacters()).isEqualTo(2);
  }

  @Test
  void countsToolInputAsOutput() {
    assertThat(read("tool_use").stopReason()).isEqualTo("tool_use");
    assertThat(read("tool_use").outputCharacters())
        .isEqualTo("Let me look.{\"path\": \"a.log\"}".length());
  }

  @Test
  void takesInputThatGrowsWhileTheProviderSearches() {
    Usage usage = read("web_search_grows").usage();
    assertThat(usage.input()).isEqualTo(10_682);
    assertThat(usage.webSearches()).isEqualTo(1);
  }

  @Test
  void writesBeyondTheFirstSplitLiveFiveMinutes() {
    Usage usage = read("cache_one_hour").usage();
    assertThat(usage.cacheWrite1h()).isEqualTo(4_000);
    assertThat(usage.cacheWrite5m()).isEqualTo(1_600);
    assertThat(usage.cacheRead()).isEqualTo(7_000);
    assertThat(usage.prompt()).isEqualTo(12_610);
  }

  @Test
  void listsTheIterationsEachWithItsModel() {
    assertThat(read("iterations").usage().iterations())
        .containsExactly(
            new Usage.Iteration("compaction", null, 90_000, 1_500, 0, 0, 0),
            new Usage.Iteration("message", null, 2_000, 300, 100, 20, 30),
            new Usage.Iteration("advisor_message", "claude-opus-5-5", 3_000, 400, 0, 0, 0));
  }

  @Test
  void listsTheModelThatFellBack() {
    assertThat(read("fallback").usage().iterations())
        .containsExactly(
            new Usage.Iteration("message", "claude-fable-5-2", 800, 0, 0, 0, 0),
            new Usage.Iteration("fallback_message", "claude-opus-5-5", 800, 20, 0, 0, 0));
  }

  @Test
  void namesTheErrorThatEndedTheStream() {
    Reading reading = read("error_midstream");
    assertThat(reading.errorType()).isEqualTo("overloaded_error");
    assertThat(reading.complete()).isFalse();
    assertThat(reading.usage().input()).isEqualTo(25);
    assertThat(reading.outputCharacters()).isEqualTo(3);
  }

  @Test
  void aCutStreamIsNotComplete() {
    Reading reading = read("cut");
    assertThat(reading.started()).isTrue();
    assertThat(reading.complete()).isFalse();
    assertThat(reading.outputCharacters()).isEqualTo(9);
  }

  @Test
  void nullSaysNothing() {
    assertThat(read("null_fields").usage())
        .isEqualTo(new Usage(40, 9, 6, 0, 0, 0, null, null, null, List.of()));
  }

  @Test
  void takesUsageThatComesOnlyAtTheEnd() {
    assertThat(read("all_in_delta").usage().input()).isEqualTo(31);
    assertThat(read("all_in_delta").complete()).isTrue();
  }

  @Test
  void usageThatComesOnlyAtTheStartIsNotFinal() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("message_start", START));
    see(meter, event("message_delta", "{\"type\":\"message_delta\",\"delta\":{}}"));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().usage().input()).isEqualTo(5);
    assertThat(meter.reading().complete()).isFalse();
  }

  @Test
  void numbersThatAreNoCountsSayNothing() {
    assertThat(read("bad_numbers").usage())
        .isEqualTo(new Usage(40, 9, 0, 0, 0, 0, null, null, null, List.of()));
    assertThat(read("bad_numbers").complete()).isTrue();
  }

  @Test
  void knowsSpeedAndRegion() {
    assertThat(read("fast_us").usage().speed()).isEqualTo("fast");
    assertThat(read("fast_us").usage().geo()).isEqualTo("us");
  }

  @Test
  void readsDataOfSeveralLinesEventsWithoutNamesAndAMissingLastLine() {
    Reading reading = read("multi_line_data");
    assertThat(reading.usage().input()).isEqualTo(25);
    assertThat(reading.usage().output()).isEqualTo(12);
    assertThat(reading.outputCharacters()).isEqualTo(7);
    assertThat(reading.complete()).isTrue();
  }

  @Test
  void aMalformedEventThatMattersMakesTheReadingInexact() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("message_start", "{\"type\":\"message_start\",\"message\":{\"usage\":"));
    see(meter, event("message_delta", DELTA));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().usage().output()).isEqualTo(9);
    assertThat(meter.reading().complete()).isFalse();
  }

  @Test
  void aMalformedEventThatDoesNotMatterIsPassedOver() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("message_start", START));
    see(meter, event("content_block_delta", "{{{ \"not json"));
    see(meter, "data: [DONE]\n\n");
    see(meter, event("message_delta", DELTA));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().complete()).isTrue();
  }

  @Test
  void anErrorThatIsNoJsonIsStillAnError() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("error", "{upstream fell over"));
    assertThat(meter.reading().errorType()).isEqualTo("unknown_error");
  }

  @Test
  void aLineBeyondTheLimitIsSkippedAndWhatFollowsIsRead() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("message_start", START));
    see(meter, event("message_delta", "{\"junk\":\"" + "x".repeat(2 * Kept.LONGEST) + "\"}"));
    see(meter, event("message_delta", DELTA));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().usage().output()).isEqualTo(9);
    assertThat(meter.reading().complete()).isFalse();
  }

  @Test
  void aLongTextIsCountedButNotKept() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("message_start", START));
    String text = "y".repeat(3 * Kept.LONGEST);
    see(meter, event("content_block_delta", "{\"delta\":{\"text\":\"" + text + "\"}}"));
    see(meter, event("message_delta", DELTA));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().outputCharacters()).isEqualTo(text.length());
    assertThat(meter.reading().complete()).isTrue();
  }

  @Test
  void usageOfAbsurdSizeIsReducedToWhatWeRead() {
    Meter meter = new AnthropicStreamMeter();
    see(meter, event("message_start", START));
    String junk = "\"junk\":\"" + "z".repeat(200_000) + "\"";
    see(
        meter,
        event("message_delta", DELTA.replace("\"output_tokens\"", junk + ",\"output_tokens\"")));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().usageVerbatim()).hasSizeLessThan(1_000);
    assertThat(meter.reading().usage().input()).isEqualTo(5);
    assertThat(meter.reading().usage().output()).isEqualTo(9);
    assertThat(meter.reading().complete()).isTrue();
  }

  @Test
  void moreIterationsThanWeKeepCannotBeExact() {
    Meter meter = new AnthropicStreamMeter();
    String list = "\"iterations\":[" + "{\"type\":\"message\"},".repeat(300) + "{}],";
    see(
        meter,
        event("message_delta", DELTA.replace("\"output_tokens\"", list + "\"output_tokens\"")));
    see(meter, event("message_stop", STOP));
    assertThat(meter.reading().usage().iterations()).hasSize(256);
    assertThat(meter.reading().complete()).isFalse();
  }

  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}";
  private static final String DELTA =
      "{\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":9}}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  private static Reading read(String name) {
    return new Transcript(name + ".sse").reading();
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  private static void see(Meter meter, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    meter.see(bytes, 0, bytes.length);
  }
}
