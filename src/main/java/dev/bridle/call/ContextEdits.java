package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code context_management}. Edits that clear only take away from what the bytes of the body
 * bound already; Claude Code asks for one in every call. A compaction is a further run of the model
 * outside of {@code max_tokens}, and an edit that nobody knows may be one.
 */
final class ContextEdits {
  private static final Set<String> EDITS = Set.of("edits");

  private final JsonParser parser;
  private final BodyScan scan;
  private final FeatureNotes notes;

  ContextEdits(JsonParser parser, BodyScan scan, FeatureNotes notes) {
    this.parser = parser;
    this.scan = scan;
    this.notes = notes;
  }

  void read() {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      unknown();
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Spelling.require(parser.currentName(), EDITS);
      boolean edits = parser.currentName().equals("edits");
      JsonToken value = parser.nextToken();
      if (edits && value == JsonToken.START_ARRAY) {
        edits();
      } else if (value != JsonToken.VALUE_NULL) {
        unknown();
      }
    }
  }

  private void edits() {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        edit(scan.object(DecidingFields.strict(new HashSet<>())).type());
      } else {
        unknown();
      }
    }
  }

  private void edit(String type) {
    if (type.startsWith("compact")) {
      notes.unbounded(Unbounded.field("compaction"));
    } else if (!type.startsWith("clear_")) {
      notes.unbounded(Unbounded.field("context editing"));
    }
  }

  private void unknown() {
    notes.unbounded(Unbounded.field("context editing"));
    scan.value();
  }
}
