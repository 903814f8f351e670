package dev.bridle.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it will be, after every rule and the provider itself were asked.
 *
 * @param keyChanged whether a key was set or given up, for the audit trail
 */
record CheckedChange(
    Place place,
    Method method,
    @Nullable String baseUrl,
    KeyHeader keyHeader,
    @Nullable Boolean rewrite,
    boolean enabled,
    Map<String, String> models,
    List<CheckedKey> keys,
    boolean keyChanged) {
  CheckedChange {
    models = Map.copyOf(models);
    keys = List.copyOf(keys);
  }

  /** For the audit trail: everything but the keys. */
  Map<String, ?> described() {
    boolean verified = keys.stream().allMatch(CheckedKey::verified);
    String last4 = keys.isEmpty() ? null : keys.getFirst().last4();
    var text =
        described(place, method, baseUrl, keyHeader, rewrite, enabled, models, verified, last4);
    if (keyChanged) {
      text.put("key_changed", true);
    }
    return text;
  }

  static Map<String, ?> described(StoredConnection stored) {
    return described(
        stored.place(),
        stored.method(),
        stored.baseUrl(),
        stored.keyHeader(),
        stored.rewrite(),
        stored.enabled(),
        stored.models(),
        stored.verified(),
        stored.keyLast4());
  }

  private static LinkedHashMap<String, @Nullable Object> described(
      Place place,
      Method method,
      @Nullable String baseUrl,
      KeyHeader keyHeader,
      @Nullable Boolean rewrite,
      boolean enabled,
      Map<String, String> models,
      boolean verified,
      @Nullable String keyLast4) {
    var text = new LinkedHashMap<String, @Nullable Object>();
    if (place.fallback()) {
      text.put("fallback", true);
      text.put("models", models);
    }
    text.put("method", method.word());
    text.put("base_url", baseUrl);
    text.put("auth", keyHeader.word());
    text.put("rewrite", rewrite);
    text.put("enabled", enabled);
    text.put("verified", verified);
    text.put("key_last4", keyLast4);
    return text;
  }
}
