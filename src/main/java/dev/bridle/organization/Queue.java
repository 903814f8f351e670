package dev.bridle.organization;

import java.time.Instant;

/** Where jobs of a cluster wait for agents. */
public record Queue(String id, String clusterId, String key, Instant createdAt) {}
