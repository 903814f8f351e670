package dev.bridle.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is the same for many calls of what rules judge, so that it can be kept once: fields, tools
 * and betas, without what differs from call to call.
 */
public record AskShape(Ask kept) {
  /** Values of fields are noted only where they are single words: nobody's prompt is one. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:-]{0,64}");

  /**
   * They have columns of their own or differ from call to call: each would be a shape of its own.
   */
  private static final Set<String> APART =
      Set.of(
          "model",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "stream",
          "seed",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "previous_response_id");

  public static AskShape of(Ask ask) {
    return new AskShape(
        new Ask("", "", 0, false, words(ask.fields()), ask.serverTools(), ask.betas()));
  }

  private static Map<String, String> words(Map<String, String> fields) {
    var words = new TreeMap<String, String>();
    fields.forEach((name, value) -> {
      words.put(name, !APART.contains(name) && isWord(value) ? value : "");
    });
    return words;
  }

  private static boolean isWord(String value) {
    return WORD.matcher(value).matches();
  }

  /** As it is stored. */
  public String text() {
    var json = AskJson.of(kept);
    json.keySet().retainAll(Set.of("fields", "server_tools", "betas"));
    return JsonMapper.shared().writeValueAsString(json);
  }

  /** Reads what {@link #text} wrote; of an unknown shape it is one that asks for nothing. */
  static AskShape read(@Nullable String text) {
    var json = JsonMapper.shared().createObjectNode().put("model", "any");
    if (text != null) {
      json.setAll((tools.jackson.databind.node.ObjectNode) JsonMapper.shared().readTree(text));
    }
    return new AskShape(AskJson.read(json));
  }

  /** The call of this shape, as far as it is known. */
  Ask of(String provider, String model, String modelId, long maxTokens, boolean stream) {
    return new Ask(
        provider,
        model,
        maxTokens,
        stream,
        kept.fields(),
        kept.serverTools(),
        kept.betas(),
        modelId);
  }

  /** Whether a value of a field that is not kept could be one of these. */
  static boolean mayBeOneOf(List<String> allowed, String field) {
    return APART.contains(field)
        ? !allowed.isEmpty()
        : allowed.stream().anyMatch(value -> !isWord(value));
  }
}
