package dev.bridle.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Maps and lists as they stand in columns. */
final class Json {
  private static final TypeReference<LinkedHashMap<String, String>> TEXTS =
      new TypeReference<>() {};
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  private Json() {}

  static String of(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  static SequencedMap<String, String> texts(@Nullable String json) {
    return json == null ? new LinkedHashMap<>() : JsonMapper.shared().readValue(json, TEXTS);
  }

  static List<String> list(String json) {
    return JsonMapper.shared().readValue(json, LIST);
  }

  /** The later map wins. */
  static SequencedMap<String, String> merged(Map<String, String> first, Map<String, String> then) {
    var merged = new LinkedHashMap<>(first);
    merged.putAll(then);
    return merged;
  }
}
