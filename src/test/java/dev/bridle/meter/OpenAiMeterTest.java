package dev.bridle.meter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class OpenAiMeterTest {
  private static Reading of(String name) {
    return new Transcript(name).reading();
  }

  private static Usage usage(long input, long output, long cacheRead, @Nullable String tier) {
    return new Usage(input, output, cacheRead, 0, 0, 0, tier, null, null, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "chat_usage.sse, 176, 340, 1024, default, gpt-5-mini-2025-08-07, chatcmpl-1",
    "chat_crlf.sse, 176, 340, 1024, default, gpt-5-mini-2025-08-07, chatcmpl-1",
    "chat_tool.sse, 50, 7, 0, flex, gpt-4o-2024-08-06, chatcmpl-2",
    "chat.json, 86, 300, 1920, priority, gpt-5-2025-08-07, chatcmpl-3",
    "responses.sse, 200, 52, 128, default, gpt-5-2025-08-07, resp_1",
    "responses_incomplete.sse, 200, 52, 128, default, gpt-5-2025-08-07, resp_1",
    "responses.json, 200, 52, 128, default, gpt-5-2025-08-07, resp_1",
  })
  void whatIsCachedIsPartOfThePrompt(
      String name, long input, long output, long cached, String tier, String model, String id) {
    var reading = of(name);
    assertThat(reading.usage()).isEqualTo(usage(input, output, cached, tier));
    assertThat(reading.complete()).isTrue();
    assertThat(reading.errorType()).isNull();
    assertThat(reading.modelAnswered()).isEqualTo(model);
    assertThat(reading.messageId()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat_usage.sse", "chat_tool.sse", "chat.json", "responses.sse"})
  void whatIsKeptVerbatimReadsTheSameAgain(String name) {
    var reading = of(name);
    String verbatim = String.valueOf(reading.usageVerbatim());
    assertThat(Usage.ofVerbatim("openai", verbatim)).isEqualTo(reading.usage());
    assertThat(JsonMapper.shared().readTree(verbatim).path("total_tokens").isNumber()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "chat_no_usage.sse, ",
    "chat_cut.sse, ",
    "chat_error.sse, server_error",
    "chat_error.json, requests",
    "responses_failed.sse, server_error",
    "responses_error.sse, unknown_error",
    "responses_cut.sse, ",
  })
  void anAnswerWithoutItsUsageIsNotComplete(String name, @Nullable String error) {
    var reading = of(name);
    assertThat(reading.complete()).isFalse();
    assertThat(reading.usage().output()).isZero();
    assertThat(reading.errorType()).isEqualTo(error);
  }

  @Test
  void aUsageWithoutTheEndOfItsStreamIsNotYetTheLastWord() {
    String all = new String(new Transcript("chat_usage.sse").bytes(), UTF_8);
    byte[] cut = all.substring(0, all.indexOf("data: [DONE]")).getBytes(UTF_8);
    var meter = new ChatStreamMeter();
    meter.see(cut, 0, cut.length);
    assertThat(meter.reading().usage().output()).isEqualTo(340);
    assertThat(meter.reading().started()).isTrue();
    assertThat(meter.reading().complete()).isFalse();
  }

  @Test
  void charactersAreCountedOnceAndOnlyOfWhatTheModelWrote() {
    assertThat(of("responses.sse").outputCharacters()).isEqualTo("Grüße, Welt".length());
    assertThat(of("responses.json").outputCharacters()).isEqualTo("Grüße, Welt".length());
    assertThat(of("chat_tool.sse").outputCharacters()).isEqualTo("{\"a\":[1,2]}".length());
  }

  @Test
  void moreCachedThanAskedIsNoNegativeInput() {
    assertThat(
            Usage.ofVerbatim(
                "openai",
                "{\"prompt_tokens\":5,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":9}}"))
        .isEqualTo(usage(0, 1, 5, null));
  }
}
