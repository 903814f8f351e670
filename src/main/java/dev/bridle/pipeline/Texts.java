package dev.bridle.pipeline;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A copy of a value in which every text has been rewritten, those that are names too. */
record Texts(Rewrite values, Rewrite names) {
  static final int DEEPEST = 64;

  /** What becomes of one text; the field says where it stands. */
  @FunctionalInterface
  interface Rewrite {
    String of(Field place, String text);
  }

  JsonNode rewritten(Field field) {
    return rewritten(field, 0);
  }

  private JsonNode rewritten(Field field, int depth) {
    if (depth > DEEPEST) {
      throw new InvalidPipeline(
          "the pipeline is nested more than %d levels deep".formatted(DEEPEST));
    }
    return switch (field.value().getNodeType()) {
      case STRING -> StringNode.valueOf(values.of(field, field.value().stringValue()));
      case ARRAY -> list(field, depth);
      case OBJECT -> map(field, depth);
      default -> field.value();
    };
  }

  private ArrayNode list(Field field, int depth) {
    ArrayNode copy = JsonNodeFactory.instance.arrayNode(field.value().size());
    field.items().forEach(item -> copy.add(rewritten(item, depth + 1)));
    return copy;
  }

  private ObjectNode map(Field field, int depth) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : field.value().properties()) {
      String name = names.of(field, entry.getKey());
      copy.set(name, rewritten(field.get(entry.getKey()), depth + 1));
    }
    return copy;
  }
}
