package dev.bridle.meter;

import tools.jackson.databind.JsonNode;

/**
 * Reads a message that comes as one JSON object. It keeps only the few top-level values that matter
 * and so needs no more memory for a long answer than for a short one.
 */
public final class AnthropicAnswerMeter implements Meter {
  private enum Wanted {
    NOTHING,
    ID,
    MODEL,
    STOP_REASON,
    USAGE,
    ERROR
  }

  private final AnthropicMessage message = new AnthropicMessage();
  private final JsonWalk walk = new JsonWalk();
  private final Kept value = new Kept();
  private Wanted wanted = Wanted.NOTHING;
  private boolean opened;
  private boolean closed;
  private boolean finalUsageSeen;

  @Override
  public void see(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      see(bytes[i]);
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
    return message.reading(message.usage.isReported(), finalUsageSeen && closed, walk.characters());
  }

  private void see(byte b) {
    if (!opened || closed) {
      outside(b);
      return;
    }
    boolean atTop = walk.depth() == 1 && !walk.inString();
    if (wanted != Wanted.NOTHING && !(atTop && (b == ',' || b == '}'))) {
      value.add(b);
    } else if (atTop && (b == ',' || b == '}')) {
      take();
    }
    walk.see(b);
    if (atTop && b == ':') {
      wanted = wantedByKey();
    }
    closed = walk.depth() == 0;
  }

  private void outside(byte b) {
    if (b == '{' && !opened) {
      opened = true;
      walk.see(b);
    } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
      message.damaged();
    }
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

  private void take() {
    if (wanted == Wanted.NOTHING) {
      return;
    }
    JsonNode json = AnthropicMessage.parsed(value);
    if (json == null || json.isMissingNode()) {
      message.damaged();
    } else {
      take(json);
    }
    wanted = Wanted.NOTHING;
    value.clear();
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
