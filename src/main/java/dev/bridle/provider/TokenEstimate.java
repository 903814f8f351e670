package dev.bridle.provider;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A count of tokens that is plausible and always the same: four bytes are one. */
final class TokenEstimate {
  static final int BYTES_PER_TOKEN = 4;
  private static final long PICTURE = 1_600;
  private static final long DOCUMENT = 3_000;

  private static final Set<String> NOT_READ_BY_THE_MODEL =
      Set.of("type", "cache_control", "id", "tool_use_id", "signature", "role");

  private TokenEstimate() {}

  static long ofPrompt(JsonNode ask) {
    return ofFields(ask, "system", "messages", "tools");
  }

  /** Of what stands in these fields. */
  static long ofFields(JsonNode ask, String... names) {
    long bytes = 0;
    for (String name : names) {
      bytes += bytes(ask.path(name));
    }
    return Math.max(1, ofBytes(bytes));
  }

  static long ofBytes(long bytes) {
    return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
  }

  static long utf8Length(String text) {
    return text.codePoints()
        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }

  private static long bytes(JsonNode node) {
    if (node.isString()) {
      return utf8Length(node.stringValue());
    }
    if (node.isArray()) {
      return node.valueStream().mapToLong(TokenEstimate::bytes).sum();
    }
    return node.isObject() ? ofObject(node) : node.isValueNode() ? node.toString().length() : 0;
  }

  private static long ofObject(JsonNode node) {
    return switch (node.path("type").asString("")) {
      case "image" -> PICTURE * BYTES_PER_TOKEN;
      case "document" -> DOCUMENT * BYTES_PER_TOKEN;
      default ->
          node.properties().stream()
              .filter(field -> !NOT_READ_BY_THE_MODEL.contains(field.getKey()))
              .map(Map.Entry::getValue)
              .mapToLong(TokenEstimate::bytes)
              .sum();
    };
  }
}
