package dev.bridle.provider;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a request of Chat Completions or Responses asks of the sandbox. */
record OpenAiAsk(JsonNode json) {
  private static final int MOST_CHOICES = 128;

  /** What is wrong with it, as far as clients depend on it. */
  Optional<String> objection(boolean chat) {
    if (!json.isObject()) {
      return Optional.of("We could not parse the JSON body of your request.");
    }
    if (!json.path("model").isString() || model().isBlank()) {
      return Optional.of("you must provide a model parameter");
    }
    if (chat && (!json.path("messages").isArray() || json.path("messages").isEmpty())) {
      return Optional.of("Invalid 'messages': at least one message is required.");
    }
    boolean input = json.path("input").isString() || json.path("input").isArray();
    if (!chat && !input) {
      return Optional.of("Missing required parameter: 'input'.");
    }
    return forcesATool() && tool().isEmpty()
        ? Optional.of("'tool_choice' names no function of 'tools'.")
        : Optional.empty();
  }

  String model() {
    return json.path("model").asString("");
  }

  boolean streams() {
    return json.path("stream").asBoolean(false);
  }

  boolean wantsUsage() {
    return json.path("stream_options").path("include_usage").asBoolean(false);
  }

  int choices() {
    return Math.clamp(json.path("n").asInt(1), 1, MOST_CHOICES);
  }

  long promptTokens() {
    return TokenEstimate.ofFields(json, "messages", "instructions", "input", "tools");
  }

  /** A tool is used only when the request forces one, so that agents come to an end. */
  SandboxReply reply(String id) {
    if (forcesATool()) {
      JsonNode function = tool().orElseThrow();
      return new SandboxReply.ToolUse(
          "call_sandbox_" + id,
          function.path("name").asString("tool"),
          SchemaSample.of(function.path("parameters")));
    }
    return SandboxReply.text(text(), stops(), mostTokens());
  }

  private String text() {
    JsonNode chatFormat = json.path("response_format");
    JsonNode format = json.path("text").path("format");
    if (isSchema(chatFormat)) {
      return SchemaSample.of(chatFormat.path("json_schema").path("schema")).toString();
    }
    if (isSchema(format)) {
      return SchemaSample.of(format.path("schema")).toString();
    }
    JsonNode input = json.path("input");
    return SandboxText.to(
        input.isString()
            ? input.stringValue()
            : SandboxText.said(json.has("messages") ? json.path("messages") : input));
  }

  private static boolean isSchema(JsonNode format) {
    return format.path("type").asString("").equals("json_schema");
  }

  private JsonNode stops() {
    JsonNode stop = json.path("stop");
    return stop.isString() ? JsonMapper.shared().createArrayNode().add(stop.stringValue()) : stop;
  }

  private long mostTokens() {
    for (String name : new String[] {"max_completion_tokens", "max_tokens", "max_output_tokens"}) {
      if (json.path(name).isIntegralNumber()) {
        return json.path(name).longValue();
      }
    }
    return Long.MAX_VALUE;
  }

  private boolean forcesATool() {
    JsonNode choice = json.path("tool_choice");
    return choice.asString("").equals("required")
        || choice.path("type").asString("").equals("function");
  }

  /** The chosen function, which Chat Completions wraps once more. */
  private Optional<JsonNode> tool() {
    JsonNode name = function(json.path("tool_choice")).path("name");
    return json.path("tools")
        .valueStream()
        .filter(tool -> tool.path("type").asString("").equals("function"))
        .map(OpenAiAsk::function)
        .filter(function -> name.isMissingNode() || function.path("name").equals(name))
        .findFirst();
  }

  private static JsonNode function(JsonNode node) {
    return node.path("function").isObject() ? node.path("function") : node;
  }
}
