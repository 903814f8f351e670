package dev.bridle.auth;

import java.time.Instant;

/** A browser in which a person is signed in. */
public record OpenSession(
    String id, Device device, Instant createdAt, Instant seenAt, Instant expiresAt) {}
