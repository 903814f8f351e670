package dev.bridle.meter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of one message: the state that both meters of this provider fill. */
final class AnthropicMessage {
  private static final String UNNAMED_ERROR = "unknown_error";

  final AnthropicUsage usage = new AnthropicUsage();
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String stopReason;
  private @Nullable String errorType;
  private boolean damaged;

  /** A walk that knows where the text stands that the model wrote. */
  static JsonWalk walk() {
    return new JsonWalk("text", "partial_json", "thinking");
  }

  void id(JsonNode value) {
    id = latest(id, value);
  }

  void model(JsonNode value) {
    model = latest(model, value);
  }

  void stopReason(JsonNode value) {
    stopReason = latest(stopReason, value);
  }

  void error(JsonNode error) {
    String type = Counts.word(error.path("type"));
    errorType = type == null ? UNNAMED_ERROR : type;
  }

  /** Something that matters could not be read: whatever follows, this answer is not exact. */
  void damaged() {
    damaged = true;
  }

  Reading reading(boolean started, boolean ended, long outputCharacters) {
    return new Reading(
        usage.normalised(),
        usage.verbatim(),
        id,
        model,
        stopReason,
        started,
        ended && !damaged && !usage.isLossy(),
        errorType,
        outputCharacters);
  }

  private static @Nullable String latest(@Nullable String known, JsonNode value) {
    String word = Counts.word(value);
    return word == null ? known : word;
  }
}
