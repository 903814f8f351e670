package dev.bridle.meter;

import tools.jackson.databind.JsonNode;

/**
 * Reads a message that comes as one JSON object. It keeps only the few top-level values that matter
 * and so needs no more memory for a long answer than for a short one.
 */
public final class AnthropicAnswerMeter implements Meter, JsonPick.Picker {
  private enum Wanted {
    NOTHING,
    ID,
    MODEL,
    STOP_REASON,
    USAGE,
    ERROR
  }

  private final AnthropicMessage message = new AnthropicMessage();
  private final JsonWalk walk = AnthropicMessage.walk();
  private final OneObject object = new OneObject(walk, this);
  private Wanted wanted = Wanted.NOTHING;
  private boolean finalUsageSeen;

  @Override
  public void see(byte[] bytes, int offset, int length) {
    object.see(bytes, offset, length);
    if (object.isDamaged()) {
      message.damaged();
    }
  }

  @Override
  public boolean started() {
    return message.usage.isReported();
  }

  @Override
  public long outputCharacters() {
    return walk.characters();
  }

  @Override
  public Reading reading() {
    return message.reading(
        message.usage.isReported(), finalUsageSeen && object.isClosed(), walk.characters());
  }

  @Override
  public boolean wants(JsonWalk at) {
    wanted = at.depth() == 1 ? wantedByKey() : Wanted.NOTHING;
    return wanted != Wanted.NOTHING;
  }

  private Wanted wantedByKey() {
    return walk.wordIs("usage")
        ? Wanted.USAGE
        : walk.wordIs("id")
            ? Wanted.ID
            : walk.wordIs("model")
                ? Wanted.MODEL
                : walk.wordIs("stop_reason")
                    ? Wanted.STOP_REASON
                    : walk.wordIs("error") ? Wanted.ERROR : Wanted.NOTHING;
  }

  @Override
  public void picked(Kept value) {
    JsonNode json = value.json();
    if (json == null || json.isMissingNode()) {
      message.damaged();
    } else {
      take(json);
    }
  }

  private void take(JsonNode json) {
    switch (wanted) {
      case ID -> message.id(json);
      case MODEL -> message.model(json);
      case STOP_REASON -> message.stopReason(json);
      case USAGE -> finalUsageSeen |= message.usage.report(json);
      case ERROR -> message.error(json);
      case NOTHING -> {}
    }
  }
}
