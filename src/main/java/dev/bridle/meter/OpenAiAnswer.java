package dev.bridle.meter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is known of one answer of OpenAI: the state that its meters fill, value by value. */
final class OpenAiAnswer {
  /** The values that matter, by their keys. */
  private enum Wanted {
    ID("id"),
    MODEL("model"),
    TIER("service_tier"),
    USAGE("usage"),
    ERROR("error");

    private final String key;

    Wanted(String key) {
      this.key = key;
    }
  }

  private static final String UNNAMED_ERROR = "unknown_error";

  private final OpenAiUsage usage = new OpenAiUsage();
  private @Nullable Wanted wanted;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String errorType;
  private boolean usageIsWhole;
  private boolean damaged;

  /** Whether the key that the walk has read is one whose value is to be brought here. */
  boolean wants(JsonWalk walk) {
    wanted = null;
    for (Wanted one : Wanted.values()) {
      if (walk.wordIs(one.key) && !isKnown(one)) {
        wanted = one;
      }
    }
    return wanted != null;
  }

  /** Each part of a stream names them anew. */
  private boolean isKnown(Wanted one) {
    return one == Wanted.ID && id != null || one == Wanted.MODEL && model != null;
  }

  void picked(Kept value) {
    Wanted which = wanted;
    if (which == null || value.is("null")) {
      return;
    }
    JsonNode json = value.json();
    if (json == null || json.isMissingNode()) {
      damaged();
      return;
    }
    switch (which) {
      case ID -> id = Counts.word(json);
      case MODEL -> model = Counts.word(json);
      case TIER -> usage.tier(json);
      case USAGE -> usageIsWhole = usage.report(json);
      case ERROR -> error(json);
    }
  }

  /** An error says what kind it is in one of two places, if at all. */
  private void error(JsonNode error) {
    String type = Counts.word(error.path("type"));
    String code = Counts.word(error.path("code"));
    errorType = type != null ? type : code != null ? code : UNNAMED_ERROR;
  }

  /** An error that was told without a word on what it is. */
  void unnamedError() {
    errorType = errorType == null ? UNNAMED_ERROR : errorType;
  }

  /** Something that matters could not be read: whatever follows, this answer is not exact. */
  void damaged() {
    damaged = true;
  }

  boolean knowsUsage() {
    return usage.isReported();
  }

  Reading reading(boolean ended, long outputCharacters) {
    return new Reading(
        usage.normalised(),
        usage.verbatim(),
        id,
        model,
        null,
        usage.isReported(),
        ended && usageIsWhole && !damaged,
        errorType,
        outputCharacters);
  }
}
