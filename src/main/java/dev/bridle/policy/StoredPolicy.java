package dev.bridle.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an organization's policy.
 *
 * @param version 0 for the built-in one
 * @param createdAt null for the built-in one
 * @param createdBy the name of whoever stored it
 */
public record StoredPolicy(
    long version,
    PolicyDocument document,
    @Nullable Instant createdAt,
    @Nullable String createdBy) {}
