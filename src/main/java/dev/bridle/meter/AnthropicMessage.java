package dev.bridle.meter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is known of one message: the state that both meters of this provider fill. */
final class AnthropicMessage {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String UNNAMED_ERROR = "unknown_error";

  final AnthropicUsage usage = new AnthropicUsage();
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String stopReason;
  private @Nullable String errorType;
  private boolean damaged;

  /** The JSON of these bytes; null if it isn't any. */
  static @Nullable JsonNode parsed(Kept kept) {
    if (kept.overflowed()) {
      return null;
    }
    try {
      return JSON.readTree(kept.bytes(), 0, kept.length());
    } catch (RuntimeException malformed) { // whatever it is, it must not reach the relay
      return null;
    }
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
