package dev.bridle.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connection as administrators see it: everything but the key. */
public record StoredConnection(
    String id,
    String organizationId,
    String provider,
    Method method,
    @Nullable String baseUrl,
    KeyHeader keyHeader,
    @Nullable Boolean rewrite,
    boolean enabled,
    boolean verified,
    @Nullable String keyLast4,
    Instant updatedAt,
    @Nullable Instant lastUsedAt,
    @Nullable String rejectedKey,
    @Nullable Instant rejectedAt) {}
