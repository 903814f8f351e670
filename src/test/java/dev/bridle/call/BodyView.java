package dev.bridle.call;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A body as other readers see it: those that keep the first of two equal keys, and the last. */
final class BodyView {
  private static final JsonMapper JSON = JsonMapper.shared();

  private BodyView() {}

  static List<JsonNode> all(byte[] body) {
    return List.of(JSON.readTree(body), firstWins(body));
  }

  private static JsonNode firstWins(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static JsonNode value(JsonParser parser) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = JSON.createObjectNode();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = value(parser);
        object.putIfAbsent(name, value);
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      var elements = new ArrayList<JsonNode>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser));
      }
      return JSON.createArrayNode().addAll(elements);
    }
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? JSON.getNodeFactory().stringNode(parser.getString())
        : JSON.readTree(parser.getString());
  }

  /** A value and all that it holds. */
  static List<JsonNode> within(JsonNode node) {
    var all = new ArrayList<JsonNode>();
    collect(node, all);
    return all;
  }

  private static void collect(JsonNode node, List<JsonNode> all) {
    all.add(node);
    node.forEach(inner -> collect(inner, all));
  }
}
