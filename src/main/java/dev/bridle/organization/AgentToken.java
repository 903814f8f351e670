package dev.bridle.organization;

import java.time.Instant;

/** What agents of a cluster register with, without its value. */
public record AgentToken(String id, String clusterId, String description, Instant createdAt) {}
