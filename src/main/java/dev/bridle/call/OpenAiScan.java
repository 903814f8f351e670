package dev.bridle.call;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks values of a body and notes pictures, files and whatever the provider holds, at whatever
 * depth they stand. It knows no place where such a thing would be mere data, which can only raise
 * the bound.
 */
final class OpenAiScan {
  /**
   * The most that one picture is billed: the provider scales down what is larger, to eight tiles of
   * 5,667 tokens on the model that counts them dearest.
   */
  static final int PICTURE_TOKENS = 50_000;

  private static final Set<String> DECIDING =
      Set.of("type", "url", "image_url", "file_id", "file_url", "file_data", "input_audio");

  private final JsonParser parser;
  private final FeatureNotes notes;

  OpenAiScan(JsonParser parser, FeatureNotes notes) {
    this.parser = parser;
    this.notes = notes;
  }

  /** Reads the current value to its last token. */
  void value() {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(false);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        value();
      }
    }
  }

  /**
   * @param medium whether it says where a picture or the like is
   */
  private void object(boolean medium) {
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (DECIDING.contains(name) && !seen.add(name)) {
        throw Refused.badBody(
            "The field '" + name + "' stands twice in one object of the request.");
      }
      member(name, medium);
    }
  }

  private void member(String name, boolean medium) {
    boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
    boolean object = parser.currentToken() == JsonToken.START_OBJECT;
    switch (name) {
      case "type" -> type(text);
      case "url" -> address(text && medium);
      case "image_url" -> image(text, object);
      case "file_id", "file_url" -> heldElsewhere(text);
      case "file_data", "input_audio" -> dense(text || object);
      default -> other(name, text, object);
    }
  }

  /** Names that nobody knows yet, such as of a film, end as that of a picture does. */
  private void other(String name, boolean text, boolean object) {
    if (name.endsWith("_url")) {
      heldElsewhere(text || object);
    } else {
      value();
    }
  }

  private void type(boolean text) {
    if (text && parser.getString().equals("item_reference")) {
      notes.referenced();
    }
    value();
  }

  private void image(boolean text, boolean object) {
    if (object) {
      object(true);
    } else {
      address(text);
    }
  }

  private void address(boolean medium) {
    if (!medium) {
      value();
      return;
    }
    String address = parser.getString();
    if (address.startsWith("data:")) {
      notes.picture(address.length(), PICTURE_TOKENS);
    } else {
      notes.referenced();
    }
  }

  private void heldElsewhere(boolean is) {
    if (is) {
      notes.referenced();
    }
    value();
  }

  /** A file or a sound may hold more tokens than it has bytes. */
  private void dense(boolean is) {
    if (is) {
      notes.dense();
    }
    value();
  }
}
