package dev.bridle.meter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicAnswerMeterTest {
  @Test
  void readsAPlainAnswer() {
    Reading reading = new Transcript("plain.json").reading();
    assertThat(reading.usage())
        .isEqualTo(new Usage(25, 12, 200, 100, 0, 2, "standard", "global", null, List.of()));
    assertThat(reading.messageId()).isEqualTo("msg_01Fixture");
    assertThat(reading.modelAnswered()).isEqualTo("claude-sonnet-5-5");
    assertThat(reading.stopReason()).isEqualTo("end_turn");
    assertThat(reading.complete()).isTrue();
    assertThat(reading.outputCharacters()).isEqualTo("Hello! \"usage\": {Größe}".length());
    assertThat(reading.usageVerbatim()).contains("\"thinking_tokens\":3");
  }

  @Test
  void namesInsideTheAnswersContentMeanNothing() {
    Reading reading = new Transcript("plain_pretty_tool.json").reading();
    assertThat(reading.usage().input()).isEqualTo(25);
    assertThat(reading.modelAnswered()).isEqualTo("claude-sonnet-5-5");
    assertThat(reading.usage().iterations()).hasSize(3);
    assertThat(reading.outputCharacters()).isEqualTo("usageinput_tokensmodelx".length());
    assertThat(reading.complete()).isTrue();
  }

  @Test
  void anErrorIsNamedAndNeverBilled() {
    Reading reading = new Transcript("plain_error.json").reading();
    assertThat(reading.errorType()).isEqualTo("overloaded_error");
    assertThat(reading.started()).isFalse();
    assertThat(reading.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "<html>",
        "{\"usage\":{\"output_tokens\":3}",
        "{\"usage\":{\"output_tokens\":3]}",
        "{\"usage\":{\"output_tokens\":3}}}",
        "{\"usage\":{\"output_tokens\":3}} {",
        "{\"usage\":}",
        "{\"usage\":{}}"
      })
  void whatIsNoWholeAnswerIsNotComplete(String text) {
    assertThat(read(text).complete()).isFalse();
  }

  @Test
  void aVeryLongAnswerIsReadToItsEnd() {
    String text = "x".repeat(5 * Kept.LONGEST);
    String answer =
        "{\"content\":[{\"text\":\"%s\"}],\"usage\":{\"output_tokens\":3}}".formatted(text);
    assertThat(read(answer).complete()).isTrue();
    assertThat(read(answer).outputCharacters()).isEqualTo(text.length());
  }

  private static Reading read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Meter meter = new AnthropicAnswerMeter();
    meter.see(bytes, 0, bytes.length);
    return meter.reading();
  }
}
