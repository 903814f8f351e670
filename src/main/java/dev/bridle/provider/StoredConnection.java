package dev.bridle.provider;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection as administrators see it: everything but the keys themselves.
 *
 * @param models of a fallback: which model it is asked for in the place of another
 */
public record StoredConnection(
    String id,
    Place place,
    Method method,
    @Nullable String baseUrl,
    KeyHeader keyHeader,
    @Nullable Boolean rewrite,
    boolean enabled,
    Map<String, String> models,
    List<StoredKey> keys,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {
  public StoredConnection {
    models = Map.copyOf(models);
    keys = List.copyOf(keys);
  }

  public String organizationId() {
    return place.organizationId();
  }

  public String provider() {
    return place.provider();
  }

  /** The keys that administrators may see: the operator's own is none of them. */
  public List<StoredKey> ownKeys() {
    return keys.stream().filter(key -> key.digest() == null).toList();
  }

  /** Whether the provider took every key when it was saved. */
  public boolean verified() {
    return keys.stream().allMatch(StoredKey::verified);
  }

  /** The last four characters of its first key. */
  public @Nullable String keyLast4() {
    return keys.isEmpty() ? null : keys.getFirst().last4();
  }

  /** Since when it has no key any more that the provider takes; null while it has one. */
  public @Nullable Instant rejectedAt() {
    boolean all = keys.stream().allMatch(key -> key.rejectedAt() != null);
    return all
        ? keys.stream()
            .map(StoredKey::rejectedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null)
        : null;
  }
}
