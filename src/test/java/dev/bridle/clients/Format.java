package dev.bridle.clients;

import dev.bridle.call.Flood;
import java.util.List;

/** One of the wire formats that clients speak, and what an answer in it is made of. */
enum Format {
  MESSAGES("anthropic", "claude-sonnet-5-5", "", "/v1/messages"),
  CHAT("openai", "gpt-5-mini", "", "/v1/chat/completions"),
  RESPONSES("openai", "gpt-5-mini", "responses", "/v1/responses");

  private static final String TEXT = "It is sunny";

  private final String provider;
  private final String model;
  private final String prefix;
  private final String path;

  Format(String provider, String model, String prefix, String path) {
    this.provider = provider;
    this.model = model;
    this.prefix = prefix;
    this.path = path;
  }

  String provider() {
    return provider;
  }

  String model() {
    return model;
  }

  /** Where its calls are made, below the provider's address. */
  String path() {
    return path;
  }

  /** The name of a situation in this format, for a client and for its transcript. */
  String situation(String name) {
    if (prefix.isEmpty()) {
      return name;
    }
    return name.equals("plain") ? prefix : prefix + "-" + name;
  }

  /** The events of a stream that ends well. */
  List<String> events() {
    return Transcript.events(provider, situation("stream"));
  }

  /** What shows that its model is still at work. */
  String ping() {
    return switch (this) {
      case MESSAGES -> "event: ping\ndata: {\"type\": \"ping\"}\n\n";
      case CHAT -> ": keep-alive\n\n";
      case RESPONSES ->
          "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":1}\n\n";
    };
  }

  /** The events of a stream until its first text has come. */
  String begun() {
    var events = events();
    return String.join("", events.subList(0, textAt(events) + 1));
  }

  /** An event of a stream that adds to its text. */
  String more(String text) {
    var events = events();
    return events.get(textAt(events)).replace(TEXT, text);
  }

  /** The same stream with so many more events, each of which adds an x to its text. */
  String longer(int more) {
    var events = events();
    int at = textAt(events);
    String head = String.join("", events.subList(0, at + 1));
    String one = events.get(at).replace(TEXT, "x");
    String rest = String.join("", events.subList(at + 1, events.size()));
    return head + one.repeat(more) + rest.replace(TEXT, TEXT + "x".repeat(more));
  }

  /** A stream of so many pieces of long text. */
  Flood flood(int pieces) {
    var events = events();
    int at = textAt(events);
    return Flood.of(
        String.join("", events.subList(0, at)),
        events.get(at).replace(TEXT, Flood.TEXT),
        String.join("", events.subList(at + 1, events.size())),
        pieces);
  }

  private static int textAt(List<String> events) {
    int at = 0;
    while (!events.get(at).contains(TEXT)) {
      at++;
    }
    return at;
  }

  /** How its provider says under way that it can't go on. */
  String errorEvent(String type, String message) {
    return switch (this) {
      case MESSAGES ->
          "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}\n\n"
              .formatted(type, message);
      case CHAT ->
          "data: {\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":null}}\n\n"
              .formatted(message, type);
      case RESPONSES ->
          "event: error\ndata: {\"type\":\"error\",\"sequence_number\":9,\"code\":\"%s\",\"message\":\"%s\",\"param\":null}\n\n"
              .formatted(type, message);
    };
  }
}
