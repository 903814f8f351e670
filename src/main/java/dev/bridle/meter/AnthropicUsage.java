package dev.bridle.meter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The usage objects of one answer, merged: for each field the latest value that is not null. */
final class AnthropicUsage {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_ITERATIONS = 256;
  private static final int LONGEST_VERBATIM = 64 * 1024;

  private @Nullable ObjectNode merged;
  private boolean lossy;

  static Usage read(String verbatim) {
    var usage = new AnthropicUsage();
    usage.report(JSON.readTree(verbatim));
    return usage.normalised();
  }

  /** Takes what one event reports; returns whether it said how much the output was. */
  boolean report(JsonNode usage) {
    if (!usage.isObject()) {
      return false;
    }
    ObjectNode known = merged == null ? JSON.createObjectNode() : merged;
    merge(known, usage);
    merged = bounded(known);
    return Counts.isCount(usage.path("output_tokens"));
  }

  boolean isReported() {
    return merged != null;
  }

  /** Whether parts that cost money were more than we keep, so that the sum can't be right. */
  boolean isLossy() {
    return lossy;
  }

  @Nullable String verbatim() {
    return merged == null ? null : merged.toString();
  }

  Usage normalised() {
    if (merged == null) {
      return Usage.NONE;
    }
    return new Usage(
        Counts.count(merged.path("input_tokens")),
        Counts.count(merged.path("output_tokens")),
        Counts.count(merged.path("cache_read_input_tokens")),
        written5m(merged),
        written1h(merged),
        Counts.count(merged.path("server_tool_use").path("web_search_requests")),
        Counts.word(merged.path("service_tier")),
        Counts.word(merged.path("inference_geo")),
        Counts.word(merged.path("speed")),
        iterations(merged.path("iterations")));
  }

  private static void merge(ObjectNode known, JsonNode reported) {
    for (Map.Entry<String, JsonNode> field : reported.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull() || (isCounter(field.getKey()) && !Counts.isCount(value))) {
        continue;
      }
      if (value.isObject() && known.path(field.getKey()) instanceof ObjectNode inner) {
        merge(inner, value);
      } else {
        known.set(field.getKey(), value);
      }
    }
  }

  private static boolean isCounter(String name) {
    return name.endsWith("_tokens") || name.endsWith("_requests");
  }

  private ObjectNode bounded(ObjectNode usage) {
    lossy |= usage.path("iterations").size() > MOST_ITERATIONS;
    return usage.toString().length() <= LONGEST_VERBATIM ? usage : withoutTheUnknown(usage);
  }

  /** A usage object that is too large to keep, reduced to the fields that we read. */
  private static ObjectNode withoutTheUnknown(ObjectNode usage) {
    ObjectNode small = JSON.createObjectNode();
    copyCounters(usage, small);
    for (String name : List.of("service_tier", "inference_geo", "speed")) {
      small.put(name, Counts.word(usage.path(name)));
    }
    small
        .putObject("server_tool_use")
        .put(
            "web_search_requests",
            Counts.count(usage.path("server_tool_use").path("web_search_requests")));
    var list = small.putArray("iterations");
    usage
        .path("iterations")
        .valueStream()
        .limit(MOST_ITERATIONS)
        .forEach(entry -> {
          ObjectNode copy = list.addObject();
          copy.put("type", Counts.word(entry.path("type")));
          copy.put("model", Counts.word(entry.path("model")));
          copyCounters(entry, copy);
        });
    return small;
  }

  private static void copyCounters(JsonNode from, ObjectNode to) {
    for (String name :
        List.of(
            "input_tokens",
            "output_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens")) {
      if (from.has(name)) {
        to.put(name, Counts.count(from.path(name)));
      }
    }
    to.putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", split(from, "ephemeral_5m_input_tokens"))
        .put("ephemeral_1h_input_tokens", split(from, "ephemeral_1h_input_tokens"));
  }

  private static List<Usage.Iteration> iterations(JsonNode list) {
    return list.isArray()
        ? list.valueStream()
            .filter(JsonNode::isObject)
            .limit(MOST_ITERATIONS)
            .map(AnthropicUsage::iteration)
            .toList()
        : List.of();
  }

  private static Usage.Iteration iteration(JsonNode entry) {
    String type = Counts.word(entry.path("type"));
    return new Usage.Iteration(
        type == null ? "message" : type,
        Counts.word(entry.path("model")),
        Counts.count(entry.path("input_tokens")),
        Counts.count(entry.path("output_tokens")),
        Counts.count(entry.path("cache_read_input_tokens")),
        written5m(entry),
        written1h(entry));
  }

  /** Only the first event splits the writes; what is written later is not said to live an hour. */
  private static long written5m(JsonNode usage) {
    long all = Counts.count(usage.path("cache_creation_input_tokens"));
    return Math.max(split(usage, "ephemeral_5m_input_tokens"), all - written1h(usage));
  }

  private static long written1h(JsonNode usage) {
    return split(usage, "ephemeral_1h_input_tokens");
  }

  private static long split(JsonNode usage, String name) {
    return Counts.count(usage.path("cache_creation").path(name));
  }
}
