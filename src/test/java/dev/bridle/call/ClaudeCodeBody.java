package dev.bridle.call;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A body of the shape and size that Claude Code sends for a prompt of two words. */
final class ClaudeCodeBody {
  private ClaudeCodeBody() {}

  static byte[] bytes() {
    var tools = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      tools.append(i == 0 ? "" : ",").append(tool(i));
    }
    return """
    {"model":"claude-opus-5-5","messages":[{"role":"user","content":[{"type":"text","text":"%s"},
    {"type":"text","text":"Say hello","cache_control":{"type":"ephemeral"}}]},
    {"role":"system","content":[{"type":"text","text":"reminder","cache_control":{"type":"ephemeral"}}],
    "output_config":{"effort":"medium"}}],
    "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330"},
    {"type":"text","text":"You are Claude Code.","cache_control":{"type":"ephemeral"}},
    {"type":"text","text":"%s","cache_control":{"type":"ephemeral","ttl":"5m"}}],
    "tools":[%s],"metadata":{"user_id":"{\\"device_id\\":\\"d\\",\\"session_id\\":\\"s\\"}"},
    "max_tokens":128000,"thinking":{"type":"adaptive","display":"omitted"},
    "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
    "output_config":{"effort":"medium"},"stream":true}\
    """
        .formatted("word\\n \\u2014 ".repeat(100), "Line of the prompt.\\n".repeat(600), tools)
        .getBytes(UTF_8);
  }

  private static String tool(int number) {
    var properties = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      properties
          .append(i == 0 ? "" : ",")
          .append("\"p")
          .append(i)
          .append("\":{\"type\":\"string\",\"description\":\"")
          .append("What it is for. ".repeat(6))
          .append("\"}");
    }
    return "{\"name\":\"Tool%d\",\"description\":\"%s\",\"input_schema\":{\"type\":\"object\",\"properties\":{%s},\"required\":[\"p0\"],\"additionalProperties\":false}}"
        .formatted(number, "Does a thing.\\n".repeat(120), properties);
  }
}
