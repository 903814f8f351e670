package dev.bridle.provider;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One version of an organization's own prices.
 *
 * @param version 0 as long as there are none
 * @param text as it is laid over a price book
 * @param createdBy null when nobody has written one
 */
public record PriceDocument(
    long version, String text, @Nullable Instant createdAt, @Nullable String createdBy) {
  static final PriceDocument NONE =
      new PriceDocument(0, "{\"version\":0,\"models\":[]}", null, null);

  public JsonNode json() {
    return JsonMapper.shared().readTree(text);
  }

  /** Its entries by their ids, for the audit trail. */
  Map<String, ?> entries() {
    var entries = new LinkedHashMap<String, JsonNode>();
    json().path("models").forEach(entry -> entries.put(entry.path("id").asString(), entry));
    return entries;
  }
}
