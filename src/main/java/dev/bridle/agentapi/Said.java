package dev.bridle.agentapi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of what agents send; what is missing is empty. */
final class Said {
  private Said() {}

  static String text(JsonNode body, String field) {
    return body.path(field).asString("");
  }

  static @Nullable String textOrNull(JsonNode body, String field) {
    String text = text(body, field);
    return text.isEmpty() ? null : text;
  }

  static boolean isTrue(JsonNode body, String field) {
    return body.path(field).asBoolean(false);
  }

  static List<String> texts(JsonNode body, String field) {
    var texts = new ArrayList<String>();
    body.path(field).forEach(item -> texts.add(item.asString("")));
    return texts;
  }

  /** A whole number, which some fields carry as text. */
  static @Nullable Long number(JsonNode body, String field) {
    String text = text(body, field);
    return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
  }
}
