package dev.bridle.call;

import dev.bridle.price.CacheWrites;
import java.util.HashSet;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks values of a body and notes what moves the bound, at whatever depth it stands. It knows no
 * place where such a thing would be mere data: the input of a tool that looks like a document is
 * taken for one, which can only raise the bound.
 */
final class BodyScan {
  private final JsonParser parser;
  private final FeatureNotes notes;

  BodyScan(JsonParser parser, FeatureNotes notes) {
    this.parser = parser;
    this.notes = notes;
  }

  /** Reads the current value to its last token. */
  void value() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      note(object(DecidingFields.ofAny()));
    } else if (token == JsonToken.START_ARRAY) {
      elements();
    }
  }

  private void elements() {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value();
    }
  }

  /** Reads the entries of {@code tools}; what they are is told by their type alone. */
  void tools() {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      value();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        var tool = object(DecidingFields.strict(new HashSet<>())).asTool();
        notes.tool(tool);
        Media.note(tool, notes);
      } else {
        value();
      }
    }
  }

  DecidingFields object(DecidingFields fields) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      member(fields, name);
    }
    return fields;
  }

  /** Reads the current value as one field of an object. */
  void member(DecidingFields fields, String name) {
    fields.see(name);
    switch (name) {
      case "type" -> type(fields, name);
      case "source" -> source(fields, name);
      case "file_id" -> fileId(fields, name);
      case "cache_control" -> cacheControl(fields, name);
      case "ttl" -> ttl(fields, name);
      case "max_uses" -> maxUses(fields, name);
      case "allowed_callers" -> allowedCallers(fields, name);
      case "citations" -> citations(fields, name);
      case "enabled" -> enabled(fields, name);
      default -> value();
    }
  }

  /** Notes what a whole object is. */
  void note(DecidingFields fields) {
    if (ToolKind.isToolType(fields.type())) {
      notes.tool(fields.asTool());
    }
    Media.note(fields, notes);
  }

  private void type(DecidingFields fields, String name) {
    fields.once(DecidingFields.TYPE, name);
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      fields.type(parser.getString());
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      fields.typeIsNoText();
      value();
    }
  }

  private void source(DecidingFields fields, String name) {
    fields.once(DecidingFields.SOURCE, name);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      int from = Span.start(parser);
      var source = object(DecidingFields.ofAny());
      note(source);
      fields.source(source, Span.end(parser) - from);
    } else {
      value();
    }
  }

  private void fileId(DecidingFields fields, String name) {
    fields.once(DecidingFields.FILE_ID, name);
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      fields.fileId();
    }
    value();
  }

  private void cacheControl(DecidingFields fields, String name) {
    fields.once(DecidingFields.CACHE_CONTROL, name);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      var control = object(DecidingFields.ofAny());
      note(control);
      notes.cacheWrites(control.isShortLived() ? CacheWrites.FIVE_MINUTES : CacheWrites.ONE_HOUR);
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      notes.cacheWrites(CacheWrites.ONE_HOUR);
      value();
    }
  }

  /** A life time that we don't know may be the dearest. */
  private void ttl(DecidingFields fields, String name) {
    fields.once(DecidingFields.TTL, name);
    boolean five =
        parser.currentToken() == JsonToken.VALUE_NULL
            || parser.currentToken() == JsonToken.VALUE_STRING && parser.getString().equals("5m");
    if (!five) {
      fields.longLived();
      value();
    }
  }

  private void maxUses(DecidingFields fields, String name) {
    fields.once(DecidingFields.MAX_USES, name);
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    long uses = Scalars.natural(parser);
    if (uses < 0) {
      fields.badMaxUses();
      value();
    } else {
      fields.maxUses(uses);
    }
  }

  private void allowedCallers(DecidingFields fields, String name) {
    fields.once(DecidingFields.ALLOWED_CALLERS, name);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      value();
      return;
    }
    int direct = 0;
    int callers = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      callers++;
      if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getString().equals("direct")) {
        direct++;
      } else {
        value();
      }
    }
    fields.onlyDirect(callers > 0 && direct == callers);
  }

  /** With citations the provider numbers each sentence, which may be shorter than its number. */
  private void citations(DecidingFields fields, String name) {
    fields.once(DecidingFields.CITATIONS, name);
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      var citations = object(DecidingFields.ofAny());
      note(citations);
      if (!citations.isOff()) {
        notes.dense();
      }
    } else {
      value();
    }
  }

  private void enabled(DecidingFields fields, String name) {
    fields.once(DecidingFields.ENABLED, name);
    if (parser.currentToken() == JsonToken.VALUE_FALSE) {
      fields.off();
    }
    value();
  }
}
