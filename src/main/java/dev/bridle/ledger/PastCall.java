package dev.bridle.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A call that was made before, by its row: who pays for it, and what it asked for.
 *
 * @param model the name that went upstream
 * @param modelId the id of which that name may be an alias
 */
public record PastCall(
    String id,
    String organizationId,
    String clusterId,
    String queueId,
    String pipelineId,
    @Nullable String branchClass,
    String buildId,
    String jobId,
    String provider,
    String model,
    String modelId,
    long openedMs) {}
