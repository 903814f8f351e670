package dev.bridle.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A settled call whose cost is corrected: who was charged with it, and for what.
 *
 * @param model the name that went upstream
 * @param modelId the id of which that name may be an alias
 */
public record CorrectedCall(
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
