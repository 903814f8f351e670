package dev.bridle.clients;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What curl has printed, as somebody would read it who knows the format. */
final class CurlAnswer {
  private final Format format;

  /** A whole answer, or the events of a stream. */
  private final List<JsonNode> parts;

  private CurlAnswer(Format format, List<JsonNode> parts) {
    this.format = format;
    this.parts = parts;
  }

  static CurlAnswer of(Format format, String body) {
    return new CurlAnswer(
        format,
        body.startsWith("{")
            ? List.of(JsonMapper.shared().readTree(body))
            : body.lines().flatMap(CurlAnswer::event).toList());
  }

  private static Stream<JsonNode> event(String line) {
    return line.startsWith("data: {")
        ? Stream.of(JsonMapper.shared().readTree(line.substring("data: ".length())))
        : Stream.empty();
  }

  /** In the words of the other clients. */
  Map<String, @Nullable Object> told() {
    var told = new HashMap<String, @Nullable Object>();
    told.put("text", text());
    String tool = tool();
    told.put("tool", tool.isEmpty() ? null : JsonMapper.shared().readTree(tool));
    told.put("input", usage(format == Format.CHAT ? "prompt_tokens" : "input_tokens"));
    told.put("output", usage(format == Format.CHAT ? "completion_tokens" : "output_tokens"));
    return told;
  }

  String text() {
    return switch (format) {
      case MESSAGES -> all("/content/0/text", "/delta/text");
      case CHAT -> all("/choices/0/message/content", "/choices/0/delta/content");
      case RESPONSES -> all("/output/0/content/0/text") + deltas("response.output_text.delta");
    };
  }

  private String tool() {
    return switch (format) {
      case MESSAGES -> all("/content/1/input", "/delta/partial_json");
      case CHAT ->
          all(
              "/choices/0/message/tool_calls/0/function/arguments",
              "/choices/0/delta/tool_calls/0/function/arguments");
      case RESPONSES ->
          all("/output/0/arguments") + deltas("response.function_call_arguments.delta");
    };
  }

  /** A stream tells it several times; the last one counts. */
  private long usage(String name) {
    return parts.stream()
        .flatMap(part ->
            Stream.of("/message/usage/", "/response/usage/", "/usage/")
                .map(place -> part.at(place + name)))
        .filter(JsonNode::isNumber)
        .reduce((_, last) -> last)
        .map(JsonNode::asLong)
        .orElse(0L);
  }

  private String all(String... places) {
    return parts.stream()
        .flatMap(part -> Stream.of(places).map(part::at))
        .map(one -> one.isObject() ? one.toString() : one.asString(""))
        .collect(Collectors.joining());
  }

  private String deltas(String type) {
    return parts.stream()
        .filter(part -> part.path("type").asString("").equals(type))
        .map(part -> part.path("delta").asString(""))
        .collect(Collectors.joining());
  }
}
