package dev.bridle.meter;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the server-sent events of a streamed message. Only events that can carry usage are parsed;
 * of all others the characters are counted and the bytes forgotten.
 */
public final class AnthropicStreamMeter implements Meter, EventLines.Reader {
  private final AnthropicMessage message = new AnthropicMessage();
  private final JsonWalk walk = AnthropicMessage.walk();
  private final EventLines lines = new EventLines(this);
  private final Kept data = new Kept();
  private boolean keepsData = true;
  private boolean started;
  private boolean finalUsageSeen;
  private boolean stopped;

  @Override
  public void see(byte[] bytes, int offset, int length) {
    lines.see(bytes, offset, length);
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

  @Override
  public void named(Kept name) {
    keepsData = mayMatter(name);
  }

  @Override
  public void data(byte[] bytes, int from, int to) {
    walk.see(bytes, from, to);
    if (keepsData) {
      data.add(bytes, from, to);
    }
  }

  /** An event is taken as soon as its JSON is whole: some upstreams forget the last empty line. */
  @Override
  public void dataLineEnds(Kept name) {
    if (!keepsData) {
      return;
    }
    if (walk.isInsideText()) {
      data.add((byte) '\n');
      return;
    }
    if (carriesNews(name)) {
      takeData(name);
    }
    data.clear();
  }

  private void takeData(Kept name) {
    JsonNode event = data.json();
    if (event == null) {
      lose(name);
    } else if (event.isObject()) {
      take(name, event);
    }
  }

  @Override
  public void eventEnds(Kept name) {
    boolean cutShort = !data.isEmpty();
    if (cutShort && carriesNews(name)) {
      lose(name);
    }
    data.clear();
    walk.startOver();
    keepsData = true;
  }

  private void lose(Kept name) {
    message.damaged();
    if (name.is("error")) {
      message.error(MissingNode.getInstance());
    }
  }

  private static boolean mayMatter(Kept name) {
    return name.isEmpty()
        || name.is("message_start")
        || name.is("message_delta")
        || name.is("message_stop")
        || name.is("error");
  }

  /** Whether to parse at all; an event without a name is judged by the words in it. */
  private boolean carriesNews(Kept name) {
    return !name.isEmpty()
        || data.contains("\"message_start\"")
        || data.contains("\"message_delta\"")
        || data.contains("\"message_stop\"")
        || data.contains("\"error\"");
  }

  private void take(Kept name, JsonNode event) {
    switch (typeOf(name, event)) {
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

  private static @Nullable String typeOf(Kept name, JsonNode event) {
    String type = Counts.word(event.path("type"));
    return type == null && name.is("error") ? "error" : type;
  }
}
