package dev.bridle.call;

import java.util.List;

/** One request in many spellings; {@link #MODEL} stands where the model's name goes. */
final class BodyShapes {
  static final String MODEL = "<model>";

  private static final String USER = "{\"role\":\"user\",\"content\":%s}";
  private static final String PLAIN =
      "{\"model\":<model>,\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}";

  private BodyShapes() {}

  static List<String> all() {
    return List.of(
        PLAIN.formatted("\"hi\"", ""),
        "\r\n\t { \n\t \"model\"\t:\r\n <model> ,\n \"max_tokens\" : 5 , \"messages\" : [ %s ] } \n\n "
            .formatted(USER.formatted(" \"hi\" ")),
        "{\r\n  \"messages\": [\r\n    %s\r\n  ],\r\n  \"max_tokens\": 5,\r\n  \"model\": <model>\r\n}\r\n"
            .formatted(USER.formatted("\"a\\r\\nb\"")),
        PLAIN.formatted("\"\\u0041\\/\\b\\f\\n\\r\\t\\\\\\\"\\u00e9\\ud83d\\ude00\\u0000\"", ""),
        PLAIN.formatted("\"ü€😀\u2028\ufeff\u200d日本語\u007f\"", ""),
        PLAIN.formatted("\"half a character: \\ud800\"", ""),
        PLAIN.formatted("\"\"", ""),
        PLAIN.formatted("[]", ",\"metadata\":{},\"\":null"),
        PLAIN.formatted("\"hi\"", ",\"metadata\":{\"a\":1,\"a\":2,\"b\":{\"a\":1,\"a\":1}}"),
        PLAIN.formatted(
            "\"hi\"",
            ",\"x\":-0.0,\"y\":1e400,\"z\":123456789012345678901234567890,\"w\":[1E-9,0.10,-1.50e+3]"),
        PLAIN.formatted("\"hi\"", ",\"metadata\":" + "[".repeat(480) + "]".repeat(480)),
        PLAIN.formatted(
            "[{\"type\":\"text\",\"text\":\"%s\"}]".formatted("QUJD/+==".repeat(40_000)), ""),
        "{\"\\u006dodel\":<model>,\"max\\u005ftokens\":5,\"messages\":[%s]}"
            .formatted(USER.formatted("\"hi\"")),
        PLAIN.formatted("\"hi\"", ",\"a_new_field\":{\"b\":[true,false,null,{}]},\"c\":\"<x>\""));
  }

  static String with(String shape, String model) {
    return shape.replace(MODEL, model);
  }
}
