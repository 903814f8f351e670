package dev.bridle.provider;

import dev.bridle.config.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection as it will be, after every rule and the provider itself were asked. */
record CheckedChange(
    String organizationId,
    String provider,
    Method method,
    @Nullable String baseUrl,
    KeyHeader keyHeader,
    @Nullable Boolean rewrite,
    boolean enabled,
    boolean verified,
    Optional<Secret> key,
    boolean keyChanged) {

  /** Of a short key, four characters would tell too much. */
  @Nullable String keyLast4() {
    return key.map(Secret::reveal)
        .filter(text -> text.length() >= 12)
        .map(text -> text.substring(text.length() - 4))
        .orElse(null);
  }

  /** For the audit trail: everything but the key. */
  Map<String, ?> described() {
    var text = described(method, baseUrl, keyHeader, rewrite, enabled, verified, keyLast4());
    if (keyChanged) {
      text.put("key_changed", true);
    }
    return text;
  }

  static Map<String, ?> described(StoredConnection stored) {
    return described(
        stored.method(),
        stored.baseUrl(),
        stored.keyHeader(),
        stored.rewrite(),
        stored.enabled(),
        stored.verified(),
        stored.keyLast4());
  }

  private static LinkedHashMap<String, @Nullable Object> described(
      Method method,
      @Nullable String baseUrl,
      KeyHeader keyHeader,
      @Nullable Boolean rewrite,
      boolean enabled,
      boolean verified,
      @Nullable String keyLast4) {
    var text = new LinkedHashMap<String, @Nullable Object>();
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
