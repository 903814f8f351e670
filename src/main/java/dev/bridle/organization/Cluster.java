package dev.bridle.organization;

import java.time.Instant;

/** Agents and queues that only see the jobs of their own pipelines. */
public record Cluster(
    String id, String organizationId, String name, String defaultQueueId, Instant createdAt) {}
