package dev.bridle.call;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;

/** The names of a body's top-level fields, each once, and the values of those that are scalars. */
final class TopFields {
  private static final int MOST = 200;
  private static final int LONGEST_VALUE = 1_024;

  /** Names of things, which go into the ledger. */
  private static final Set<String> NAMES =
      Set.of("model", "speed", "inference_geo", "service_tier");

  /** What providers look at before anything else. */
  private static final Set<String> DECIDING =
      Set.of(
          "model",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "max_tool_calls",
          "stream",
          "stream_options",
          "speed",
          "inference_geo",
          "service_tier",
          "system",
          "messages",
          "input",
          "instructions",
          "prompt",
          "prediction",
          "tools",
          "tool_choice",
          "betas",
          "anthropic_beta",
          "context_management",
          "compaction",
          "container",
          "mcp_servers",
          "fallbacks",
          "fallback_credit_token",
          "billing_policy",
          "bill_to",
          "thread",
          "thinking",
          "output_config",
          "cache_control",
          "metadata",
          "n",
          "best_of",
          "background",
          "store",
          "web_search_options",
          "previous_response_id",
          "conversation");

  private final Set<String> prompt;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param prompt the fields in which the text of the prompt stands, which is nobody's business
   */
  TopFields(Set<String> prompt) {
    this.prompt = Set.copyOf(prompt);
  }

  /** Takes the field whose value the parser stands on. */
  void add(String name, JsonParser parser) {
    if (values.size() == MOST) {
      throw Refused.badBody("The request has more than " + MOST + " fields.");
    }
    if (name.length() > Scalars.LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw Refused.badBody("A field of the request has too long a name, or NUL in it.");
    }
    if (!Scalars.isUnicode(name)) {
      throw Refused.badBody("The name of a field of the request must be valid Unicode.");
    }
    Spelling.require(name, DECIDING);
    if (values.put(name, prompt.contains(name) ? "" : value(name, parser)) != null) {
      throw Refused.badBody("The field '" + name + "' stands twice in the request.");
    }
  }

  private static String value(String name, JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shortText(name, parser);
      default -> "";
    };
  }

  private static String shortText(String name, JsonParser parser) {
    String text = parser.getString();
    int longest = NAMES.contains(name) ? Scalars.LONGEST_NAME : LONGEST_VALUE;
    if (text.length() > longest || text.indexOf('\0') >= 0) {
      throw Refused.badBody(
          "The field '" + name + "' must be at most " + longest + " characters without NUL.");
    }
    if (!Scalars.isUnicode(text)) {
      throw Refused.badBody("The field '" + name + "' must be valid Unicode.");
    }
    return text;
  }

  Map<String, String> values() {
    return values;
  }
}
