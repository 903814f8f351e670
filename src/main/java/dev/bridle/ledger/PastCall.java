package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import org.jooq.Record;
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
    long openedMs) {
  static PastCall of(Record row) {
    return new PastCall(
        row.get(MODEL_CALL.ID),
        row.get(MODEL_CALL.ORGANIZATION_ID),
        row.get(MODEL_CALL.CLUSTER_ID),
        row.get(MODEL_CALL.QUEUE_ID),
        row.get(MODEL_CALL.PIPELINE_ID),
        row.get(MODEL_CALL.BRANCH_CLASS),
        row.get(MODEL_CALL.BUILD_ID),
        row.get(MODEL_CALL.JOB_ID),
        row.get(MODEL_CALL.PROVIDER),
        row.get(MODEL_CALL.MODEL_SENT),
        row.get(MODEL_CALL.MODEL_ID),
        row.get(MODEL_CALL.OPENED_MS));
  }
}
