package dev.bridle.meter;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The counts of an answer that came whole, read of its tree: a second opinion for its meter. */
record UsageTruth(long prompt, long output) {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static UsageTruth of(Usage usage) {
    return new UsageTruth(usage.prompt(), usage.output());
  }

  /** Empty for streams, for what is no JSON, and for usage whose counts are none. */
  static Optional<UsageTruth> ofWhole(Meter meter, byte[] answer) {
    if (!(meter instanceof AnthropicAnswerMeter) && !(meter instanceof OpenAiAnswerMeter)) {
      return Optional.empty();
    }
    try {
      return of(STRICT.readTree(answer).path("usage"), meter instanceof OpenAiAnswerMeter);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<UsageTruth> of(JsonNode usage, boolean openAi) {
    if (!openAi) {
      long written = count(usage, "cache_creation_input_tokens");
      long split =
          count(usage.path("cache_creation"), "ephemeral_5m_input_tokens")
              + count(usage.path("cache_creation"), "ephemeral_1h_input_tokens");
      return Optional.of(
          new UsageTruth(
              count(usage, "input_tokens")
                  + count(usage, "cache_read_input_tokens")
                  + Math.max(written, split),
              count(usage, "output_tokens")));
    }
    boolean chat = usage.has("prompt_tokens");
    return Optional.of(
        new UsageTruth(
            count(usage, chat ? "prompt_tokens" : "input_tokens"),
            count(usage, chat ? "completion_tokens" : "output_tokens")));
  }

  private static long count(JsonNode usage, String name) {
    JsonNode value = usage.path(name);
    boolean plausible =
        value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
    return plausible && value.longValue() <= 1_000_000_000L ? value.longValue() : 0;
  }
}
