package dev.bridle.meter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the server-sent events of a streamed message. Only events that can carry usage are parsed;
 * of all others the characters are counted and the bytes forgotten.
 */
public final class AnthropicStreamMeter implements Meter {
  private enum Field {
    NAME,
    EVENT,
    DATA,
    OTHER
  }

  private final AnthropicMessage message = new AnthropicMessage();
  private final JsonWalk walk = new JsonWalk();
  private final Kept fieldName = new Kept();
  private final Kept eventName = new Kept();
  private final Kept data = new Kept();
  private Field field = Field.NAME;
  private boolean valueBegins;
  private boolean lineIsEmpty = true;
  private boolean afterCarriageReturn;
  private boolean keepsData = true;
  private boolean started;
  private boolean finalUsageSeen;
  private boolean stopped;

  @Override
  public void see(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      see(bytes[i]);
    }
  }

  @Override
  public boolean started() {
    return started;
  }

  @Override
  public long outputCharacters() {
    return walk.characters();
  }

  @Override
  public Reading reading() {
    return message.reading(started, finalUsageSeen && stopped, walk.characters());
  }

  private void see(byte b) {
    boolean secondHalfOfLineEnd = afterCarriageReturn && b == '\n';
    afterCarriageReturn = b == '\r';
    if (secondHalfOfLineEnd) {
      return;
    }
    if (b == '\n' || b == '\r') {
      endLine();
    } else {
      lineIsEmpty = false;
      insideLine(b);
    }
  }

  private void insideLine(byte b) {
    if (field == Field.NAME) {
      insideFieldName(b);
      return;
    }
    boolean optionalSpace = valueBegins && b == ' ';
    valueBegins = false;
    if (!optionalSpace) {
      insideValue(b);
    }
  }

  private void insideFieldName(byte b) {
    if (b != ':') {
      fieldName.add(b);
      return;
    }
    field = fieldName.is("data") ? Field.DATA : fieldName.is("event") ? Field.EVENT : Field.OTHER;
    valueBegins = true;
    if (field == Field.EVENT) {
      eventName.clear();
    }
  }

  private void insideValue(byte b) {
    if (field == Field.EVENT) {
      eventName.add(b);
    } else if (field == Field.DATA) {
      walk.see(b);
      if (keepsData) {
        data.add(b);
      }
    }
  }

  private void endLine() {
    if (field == Field.EVENT) {
      keepsData = mayMatter();
    } else if (field == Field.DATA && keepsData) {
      endDataLine();
    }
    if (lineIsEmpty) {
      endEvent();
    }
    fieldName.clear();
    field = Field.NAME;
    lineIsEmpty = true;
  }

  /** An event is taken as soon as its JSON is whole: some upstreams forget the last empty line. */
  private void endDataLine() {
    if (walk.isInsideText()) {
      data.add((byte) '\n');
      return;
    }
    if (carriesNews()) {
      takeData();
    }
    data.clear();
  }

  private void takeData() {
    JsonNode event = AnthropicMessage.parsed(data);
    if (event == null) {
      lose();
    } else if (event.isObject()) {
      take(event);
    }
  }

  private void endEvent() {
    boolean cutShort = !data.isEmpty();
    if (cutShort && carriesNews()) {
      lose();
    }
    data.clear();
    eventName.clear();
    walk.startOver();
    keepsData = true;
  }

  private void lose() {
    message.damaged();
    if (eventName.is("error")) {
      message.error(MissingNode.getInstance());
    }
  }

  private boolean mayMatter() {
    return eventName.isEmpty()
        || eventName.is("message_start")
        || eventName.is("message_delta")
        || eventName.is("message_stop")
        || eventName.is("error");
  }

  /** Whether to parse at all; an event without a name is judged by the words in it. */
  private boolean carriesNews() {
    return !eventName.isEmpty()
        || data.contains("\"message_start\"")
        || data.contains("\"message_delta\"")
        || data.contains("\"message_stop\"")
        || data.contains("\"error\"");
  }

  private void take(JsonNode event) {
    switch (typeOf(event)) {
      case "message_start" -> start(event.path("message"));
      case "message_delta" -> {
        message.stopReason(event.path("delta").path("stop_reason"));
        finalUsageSeen |= message.usage.report(event.path("usage"));
      }
      case "message_stop" -> stopped = true;
      case "error" -> message.error(event.path("error"));
      case null, default -> {}
    }
  }

  private void start(JsonNode begun) {
    started = true;
    message.id(begun.path("id"));
    message.model(begun.path("model"));
    message.usage.report(begun.path("usage"));
  }

  private @Nullable String typeOf(JsonNode event) {
    String type = Counts.word(event.path("type"));
    return type == null && eventName.is("error") ? "error" : type;
  }
}
