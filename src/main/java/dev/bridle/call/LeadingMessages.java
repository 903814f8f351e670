package dev.bridle.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code messages} and remembers where those with the role system stand at their start. */
final class LeadingMessages {
  private final JsonParser parser;
  private final BodyScan scan;
  private List<Span> systemContents = new ArrayList<>();
  private @Nullable Span leading;

  LeadingMessages(JsonParser parser, BodyScan scan) {
    this.parser = parser;
    this.scan = scan;
  }

  void read() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      scan.value();
      return;
    }
    boolean onlySystem = true;
    int firstFrom = -1;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!onlySystem) {
        scan.value();
        continue;
      }
      int from = Span.start(parser);
      firstFrom = firstFrom < 0 ? from : firstFrom;
      Span content = systemContent();
      if (content != null) {
        systemContents.add(content);
      } else {
        onlySystem = false;
        leading = systemContents.isEmpty() ? null : new Span(firstFrom, from);
      }
    }
    if (onlySystem) {
      // Without them nothing would be left: the provider shall say so itself.
      systemContents = new ArrayList<>();
    }
  }

  /**
   * Reads one message: its content, when it has the role system and nothing else that could be
   * lost; null for any other.
   */
  private @Nullable Span systemContent() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      scan.value();
      return null;
    }
    Set<String> names = new HashSet<>();
    var fields = DecidingFields.ofAny();
    String role = "";
    Span content = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (!names.add(name)) {
        throw Refused.badBody("The field '" + Scalars.shown(name) + "' stands twice in a message.");
      }
      JsonToken token = parser.nextToken();
      boolean text = token == JsonToken.VALUE_STRING;
      if (name.equals("role") && text) {
        role = parser.getString();
      } else if (name.equals("content") && (text || token == JsonToken.START_ARRAY)) {
        content = Span.of(parser, scan::value);
      } else {
        scan.member(fields, name);
      }
    }
    scan.note(fields);
    return role.equals("system") && names.equals(Set.of("role", "content")) ? content : null;
  }

  List<Span> systemContents() {
    return systemContents;
  }

  /** All of them, up to the first message that is none; null when there are none. */
  @Nullable Span span() {
    return leading;
  }
}
