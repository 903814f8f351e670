package dev.bridle.organization;

import java.time.Instant;

/** Someone who can be a member of organizations. */
public record Person(String id, String email, String name, Instant createdAt) {}
