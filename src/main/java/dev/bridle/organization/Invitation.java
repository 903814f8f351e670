package dev.bridle.organization;

import dev.bridle.auth.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Someone who may become a member, and as what, without the value of the link's token. */
public record Invitation(
    String id,
    String organizationId,
    String email,
    Role role,
    @Nullable String createdBy,
    Instant createdAt,
    Instant expiresAt) {}
