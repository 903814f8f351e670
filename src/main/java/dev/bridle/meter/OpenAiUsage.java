package dev.bridle.meter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The usage object of one answer, as Chat Completions or Responses name its parts. What was read
 * from a cache is a part of the prompt there, and what was thought a part of the output.
 */
final class OpenAiUsage {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_VERBATIM = 64 * 1024;
  private static final String TIER = "service_tier";

  private @Nullable ObjectNode said;
  private @Nullable String tier;

  static Usage read(String verbatim) {
    JsonNode kept = JSON.readTree(verbatim);
    var usage = new OpenAiUsage();
    usage.report(kept);
    usage.tier(kept.path(TIER));
    return usage.normalised();
  }

  /** Takes what the answer reports; returns whether it said how much input and output were. */
  boolean report(JsonNode usage) {
    if (!(usage instanceof ObjectNode reported)) {
      return false;
    }
    said = reported.toString().length() <= LONGEST_VERBATIM ? reported : onlyCounters(reported);
    return Counts.isCount(prompt(said)) && Counts.isCount(output(said));
  }

  /** The tier stands beside the usage in an answer, and is kept with it. */
  void tier(JsonNode value) {
    String word = Counts.word(value);
    tier = word == null ? tier : word;
  }

  /** Some endpoints tell it within the usage, where it is kept as well. */
  private @Nullable String toldTier() {
    return tier != null || said == null ? tier : Counts.word(said.path(TIER));
  }

  boolean isReported() {
    return said != null;
  }

  @Nullable String verbatim() {
    if (said == null) {
      return null;
    }
    return tier == null ? said.toString() : said.deepCopy().put(TIER, tier).toString();
  }

  Usage normalised() {
    if (said == null) {
      return Usage.NONE;
    }
    long prompt = Counts.count(prompt(said));
    long cached = Math.min(prompt, Counts.count(cached(said)));
    long output = Counts.count(output(said));
    return new Usage(prompt - cached, output, cached, 0, 0, 0, toldTier(), null, null, List.of());
  }

  private static boolean isChat(JsonNode usage) {
    return usage.has("prompt_tokens");
  }

  private static JsonNode prompt(JsonNode usage) {
    return usage.path(isChat(usage) ? "prompt_tokens" : "input_tokens");
  }

  private static JsonNode cached(JsonNode usage) {
    String details = isChat(usage) ? "prompt_tokens_details" : "input_tokens_details";
    return usage.path(details).path("cached_tokens");
  }

  private static JsonNode output(JsonNode usage) {
    return usage.path(isChat(usage) ? "completion_tokens" : "output_tokens");
  }

  /** A usage object that is too large to keep, reduced to the fields that we read. */
  private static ObjectNode onlyCounters(ObjectNode usage) {
    boolean chat = isChat(usage);
    ObjectNode small = JSON.createObjectNode();
    small.set(chat ? "prompt_tokens" : "input_tokens", counter(prompt(usage)));
    small.set(chat ? "completion_tokens" : "output_tokens", counter(output(usage)));
    small
        .putObject(chat ? "prompt_tokens_details" : "input_tokens_details")
        .set("cached_tokens", counter(cached(usage)));
    return small;
  }

  private static JsonNode counter(JsonNode value) {
    return Counts.isCount(value) ? value : JSON.getNodeFactory().nullNode();
  }
}
