package dev.bridle.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the sandbox has to say to one request. */
sealed interface SandboxReply {
  int WORDS_PER_PART = 2;

  String stopReason();

  long outputTokens();

  record Text(String text, String stopReason, @Nullable String stopSequence)
      implements SandboxReply {
    @Override
    public long outputTokens() {
      return TokenEstimate.ofBytes(TokenEstimate.utf8Length(text));
    }
  }

  record ToolUse(String id, String name, JsonNode input) implements SandboxReply {
    @Override
    public String stopReason() {
      return "tool_use";
    }

    @Override
    public long outputTokens() {
      return TokenEstimate.ofBytes(TokenEstimate.utf8Length(name + input));
    }
  }

  /** A tool is used only when the request forces one, so that agents come to an end. */
  static SandboxReply to(JsonNode ask, String id) {
    if (forcesATool(ask.path("tool_choice"))) {
      JsonNode tool = chosenTool(ask).orElseThrow();
      JsonNode input = SchemaSample.of(tool.path("input_schema"));
      return new ToolUse("toolu_sandbox_" + id, tool.path("name").asString("tool"), input);
    }
    return text(
        SandboxText.to(ask), ask.path("stop_sequences"), ask.path("max_tokens").longValue());
  }

  static boolean forcesATool(JsonNode choice) {
    return Set.of("any", "tool").contains(choice.path("type").asString(""));
  }

  static Optional<JsonNode> chosenTool(JsonNode ask) {
    JsonNode choice = ask.path("tool_choice");
    boolean byName = choice.path("type").asString("").equals("tool");
    return ask.path("tools")
        .valueStream()
        .filter(JsonNode::isObject)
        .filter(tool -> !byName || tool.path("name").equals(choice.path("name")))
        .findFirst();
  }

  /** So much of a text as the request lets pass. */
  static Text text(String text, JsonNode stopSequences, long mostTokens) {
    return limited(mostTokens, stopped(stopSequences, text));
  }

  private static Text stopped(JsonNode stopSequences, String text) {
    Text shortest = new Text(text, "end_turn", null);
    for (JsonNode sequence : stopSequences) {
      String stop = sequence.asString("");
      int at = stop.isEmpty() ? -1 : text.indexOf(stop);
      if (at >= 0 && at < shortest.text().length()) {
        shortest = new Text(text.substring(0, at), "stop_sequence", stop);
      }
    }
    return shortest;
  }

  private static Text limited(long limit, Text text) {
    return text.outputTokens() <= limit
        ? text
        : new Text(cut(text.text(), limit * TokenEstimate.BYTES_PER_TOKEN), "max_tokens", null);
  }

  private static String cut(String text, long mostBytes) {
    int end = 0;
    long bytes = 0;
    while (end < text.length()) {
      String character = Character.toString(text.codePointAt(end));
      bytes += TokenEstimate.utf8Length(character);
      if (bytes > mostBytes) {
        break;
      }
      end += character.length();
    }
    return text.substring(0, end);
  }

  /** What it says, in parts of a few words, each with the space that follows. */
  default List<String> parts() {
    String[] words = words().split("(?<= )");
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < words.length; i += WORDS_PER_PART) {
      int end = Math.min(i + WORDS_PER_PART, words.length);
      parts.add(String.join("", List.of(words).subList(i, end)));
    }
    return parts;
  }

  private String words() {
    return switch (this) {
      case Text text -> text.text();
      case ToolUse tool -> tool.input().toString();
    };
  }

  /** The reply as the one content block of the message. */
  default JsonNode block() {
    var block = JsonMapper.shared().createObjectNode();
    return switch (this) {
      case Text(var text, _, _) -> block.put("type", "text").put("text", text);
      case ToolUse(var id, var name, var input) ->
          block.put("type", "tool_use").put("id", id).put("name", name).set("input", input);
    };
  }
}
