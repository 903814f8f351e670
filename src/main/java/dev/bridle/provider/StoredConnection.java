package dev.bridle.provider;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection as administrators see it: everything but the keys themselves. */
public record StoredConnection(
    String id,
    String organizationId,
    String provider,
    Method method,
    @Nullable String baseUrl,
    KeyHeader keyHeader,
    @Nullable Boolean rewrite,
    boolean enabled,
    List<StoredKey> keys,
    Instant updatedAt,
    @Nullable Instant lastUsedAt) {
  public StoredConnection {
    keys = List.copyOf(keys);
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
