package dev.bridle.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of a connection as administrators see it: everything but the key.
 *
 * @param digest of the operator's own key, which is not stored; null for all others
 * @param last4 its last four characters; null where they would tell too much
 */
public record StoredKey(
    String id,
    @Nullable String digest,
    @Nullable String last4,
    boolean verified,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant rejectedAt) {}
