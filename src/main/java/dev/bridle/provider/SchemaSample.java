package dev.bridle.provider;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The least JSON value that satisfies a schema, for the schemas that model APIs take. */
final class SchemaSample {
  /** A schema that contains itself as required has no finite value; stop somewhere. */
  private static final int DEEPEST = 24;

  /** One that contains itself more than once would grow with every level. */
  private static final int MOST = 5_000;

  private static final int LONGEST = 1_000;
  private static final int LENGTH_OF_ONE = 64;

  private static final Map<String, String> BY_FORMAT =
      Map.of(
          "date", "2000-01-01",
          "time", "00:00:00Z",
          "date-time", "2000-01-01T00:00:00Z",
          "email", "sandbox@example.com",
          "uri", "https://example.com/",
          "hostname", "example.com",
          "ipv4", "192.0.2.1",
          "uuid", "00000000-0000-0000-0000-000000000000");

  private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();

  private final JsonNode root;
  private int values;

  private SchemaSample(JsonNode root) {
    this.root = root;
  }

  static JsonNode of(JsonNode schema) {
    return schema.isObject() ? new SchemaSample(schema).sample(schema, 0) : JSON.objectNode();
  }

  private JsonNode sample(JsonNode schema, int depth) {
    values++;
    if (depth > DEEPEST || isEnough()) {
      return JSON.nullNode();
    }
    if (schema.has("const")) {
      return given(schema.path("const"));
    }
    if (!schema.path("enum").isEmpty()) {
      return given(schema.path("enum").path(0));
    }
    return elsewhere(schema)
        .map(other -> sample(other, depth + 1))
        .orElseGet(() -> typed(schema, depth));
  }

  private boolean isEnough() {
    return values > MOST;
  }

  /** A long value that the schema repeats counts as many. */
  private JsonNode given(JsonNode value) {
    values += value.toString().length() / LENGTH_OF_ONE;
    return value;
  }

  /** The schema that stands in for this one, where it only points to another. */
  private Optional<JsonNode> elsewhere(JsonNode schema) {
    String ref = schema.path("$ref").asString("");
    if (ref.startsWith("#/")) {
      return Optional.of(root.at(ref.substring(1)));
    }
    for (String choice : new String[] {"anyOf", "oneOf"}) {
      if (!schema.path(choice).isEmpty()) {
        return Optional.of(schema.path(choice).path(0));
      }
    }
    return schema.path("allOf").size() == 1
        ? Optional.of(schema.path("allOf").path(0))
        : Optional.empty();
  }

  private JsonNode typed(JsonNode schema, int depth) {
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer", "number" -> number(schema);
      case "boolean" -> JSON.booleanNode(false);
      case "null" -> JSON.nullNode();
      default -> JSON.stringNode(text(schema));
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    String implied = schema.has("properties") || schema.has("allOf") ? "object" : "string";
    return (type.isArray() ? type.path(0) : type).asString(implied);
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    for (JsonNode part : schema.path("allOf")) {
      if (!isEnough() && sample(part, depth + 1) instanceof ObjectNode fields) {
        object.setAll(fields);
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (isEnough()) {
        break;
      }
      String key = name.asString("");
      object.set(key, sample(schema.path("properties").path(key), depth + 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.arrayNode();
    int least = Math.min(schema.path("minItems").asInt(0), LONGEST);
    for (int i = 0; i < least && !isEnough(); i++) {
      array.add(sample(schema.path("items"), depth + 1));
    }
    return array;
  }

  private static JsonNode number(JsonNode schema) {
    if (schema.path("minimum").isNumber()) {
      return schema.path("minimum");
    }
    if (schema.path("exclusiveMinimum").isNumber()) {
      return JSON.numberNode(schema.path("exclusiveMinimum").decimalValue().add(BigDecimal.ONE));
    }
    boolean belowZero =
        schema.path("maximum").isNumber() && schema.path("maximum").doubleValue() < 0;
    return belowZero ? schema.path("maximum") : JSON.numberNode(0);
  }

  private static String text(JsonNode schema) {
    String text = BY_FORMAT.getOrDefault(schema.path("format").asString(""), "sandbox");
    int least = Math.min(schema.path("minLength").asInt(0), LONGEST);
    int most = Math.clamp(schema.path("maxLength").asLong(LONGEST), 0, LONGEST);
    String longEnough = text + "x".repeat(Math.max(0, least - text.length()));
    return longEnough.substring(0, Math.min(longEnough.length(), most));
  }
}
