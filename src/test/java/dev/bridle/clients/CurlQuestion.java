package dev.bridle.clients;

/** What somebody without a library writes by hand. */
final class CurlQuestion {
  private static final int TOO_LARGE = 33 << 20;
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"}},\"required\":[\"place\"]}";
  private static final String ARGUMENTS = "\"{\\\"place\\\":\\\"Z\u00fcrich\\\"}\"";

  private CurlQuestion() {}

  static String body(Format format, Asking asking) {
    String situation = asking.situation();
    return "{\"model\":\"%s\",\"stream\":%s,%s%s}"
        .formatted(
            asking.model(),
            situation.endsWith("stream"),
            tools(format, situation),
            situation.endsWith("tool-result") ? afterTheTool(format) : question(format, situation));
  }

  private static String question(Format format, String situation) {
    String text = situation.endsWith("huge") ? "x".repeat(TOO_LARGE) : "hi";
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]".formatted(text);
    int most = situation.contains("long") ? 100_000 : 1000;
    return switch (format) {
      case MESSAGES -> "\"max_tokens\":%d,%s".formatted(most, messages);
      case CHAT -> "\"max_completion_tokens\":%d,%s".formatted(most, messages);
      case RESPONSES -> "\"max_output_tokens\":%d,\"input\":\"%s\"".formatted(most, text);
    };
  }

  /** The turn that follows when a model has asked for a tool, with what the tool has found. */
  private static String afterTheTool(Format format) {
    return switch (format) {
      case MESSAGES ->
          """
          "max_tokens":1000,"messages":[{"role":"user","content":"hi"},
          {"role":"assistant","content":[{"type":"text","text":"Let me look."},
          {"type":"tool_use","id":"toolu_01","name":"weather","input":{"place":"Z\u00fcrich"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01","content":"It pours"}]}]\
          """;
      case CHAT ->
          """
          "max_completion_tokens":1000,"messages":[{"role":"user","content":"hi"},
          {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
          "function":{"name":"weather","arguments":%s}}]},
          {"role":"tool","tool_call_id":"call_1","content":"It pours"}]\
          """
              .formatted(ARGUMENTS);
      case RESPONSES ->
          """
          "max_output_tokens":1000,"input":[{"role":"user","content":"hi"},
          {"type":"function_call","call_id":"call_1","name":"weather","arguments":%s},
          {"type":"function_call_output","call_id":"call_1","output":"It pours"}]\
          """
              .formatted(ARGUMENTS);
    };
  }

  private static String tools(Format format, String situation) {
    if (situation.endsWith("search")) {
      return "\"tools\":[%s],".formatted(search(format));
    }
    return situation.contains("tool") ? "\"tools\":[%s],".formatted(weather(format)) : "";
  }

  private static String search(Format format) {
    return format == Format.MESSAGES
        ? "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}"
        : "{\"type\":\"web_search\"}";
  }

  private static String weather(Format format) {
    return switch (format) {
      case MESSAGES -> "{\"name\":\"weather\",\"input_schema\":%s}".formatted(SCHEMA);
      case CHAT ->
          "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":%s}}"
              .formatted(SCHEMA);
      case RESPONSES ->
          "{\"type\":\"function\",\"name\":\"weather\",\"parameters\":%s}".formatted(SCHEMA);
    };
  }
}
