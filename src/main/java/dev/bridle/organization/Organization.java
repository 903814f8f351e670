package dev.bridle.organization;

import java.time.Instant;

/** A company, a team or a person that runs builds here. */
public record Organization(String id, String slug, String name, Instant createdAt) {}
