package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import dev.bridle.price.Money;
import java.time.Instant;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger.
 *
 * @param corrects the call whose cost this row corrects; null for a call
 * @param retries the row of the first attempt of the same call; null for a first one
 */
public record CallRow(
    String id,
    @Nullable String corrects,
    @Nullable String retries,
    String pipelineSlug,
    String buildId,
    long buildNumber,
    @Nullable String stepKey,
    String jobId,
    String agentId,
    String branch,
    String commit,
    String source,
    @Nullable String creatorId,
    String provider,
    String method,
    String modelAsked,
    String modelSent,
    @Nullable String modelAnswered,
    boolean streamed,
    String priceVersion,
    Instant openedAt,
    @Nullable Instant firstByteAt,
    @Nullable Instant settledAt,
    String outcome,
    @Nullable String certainty,
    @Nullable Long status,
    @Nullable String providerRequestId,
    long inputTokens,
    long cacheReadTokens,
    long cacheWrite5mTokens,
    long cacheWrite1hTokens,
    long outputTokens,
    long webSearches,
    Money cost,
    @Nullable Money costAtMost,
    @Nullable String usageVerbatim,
    ClientOrigin client) {

  static CallRow of(Record row) {
    Long most = row.get(MODEL_CALL.COST_AT_MOST_NANO);
    return new CallRow(
        row.get(MODEL_CALL.ID),
        row.get(MODEL_CALL.CORRECTS),
        row.get(MODEL_CALL.RETRIES),
        row.get(MODEL_CALL.PIPELINE_SLUG),
        row.get(MODEL_CALL.BUILD_ID),
        row.get(MODEL_CALL.BUILD_NUMBER),
        row.get(MODEL_CALL.STEP_KEY),
        row.get(MODEL_CALL.JOB_ID),
        row.get(MODEL_CALL.AGENT_ID),
        row.get(MODEL_CALL.BRANCH),
        row.get(MODEL_CALL.COMMIT_REF),
        row.get(MODEL_CALL.SOURCE),
        row.get(MODEL_CALL.CREATOR_ID),
        row.get(MODEL_CALL.PROVIDER),
        row.get(MODEL_CALL.METHOD),
        row.get(MODEL_CALL.MODEL_ASKED),
        row.get(MODEL_CALL.MODEL_SENT),
        row.get(MODEL_CALL.MODEL_ANSWERED),
        row.get(MODEL_CALL.STREAMED),
        row.get(MODEL_CALL.PRICE_VERSION),
        Instant.ofEpochMilli(row.get(MODEL_CALL.OPENED_MS)),
        moment(row.get(MODEL_CALL.FIRST_BYTE_MS)),
        moment(row.get(MODEL_CALL.SETTLED_MS)),
        row.get(MODEL_CALL.OUTCOME),
        row.get(MODEL_CALL.CERTAINTY),
        row.get(MODEL_CALL.STATUS),
        row.get(MODEL_CALL.PROVIDER_REQUEST),
        row.get(MODEL_CALL.INPUT_TOKENS),
        row.get(MODEL_CALL.CACHE_READ_TOKENS),
        row.get(MODEL_CALL.CACHE_WRITE_5M_TOKENS),
        row.get(MODEL_CALL.CACHE_WRITE_1H_TOKENS),
        row.get(MODEL_CALL.OUTPUT_TOKENS),
        row.get(MODEL_CALL.WEB_SEARCHES),
        new Money(row.get(MODEL_CALL.COST_NANO)),
        most == null ? null : new Money(most),
        row.get(MODEL_CALL.USAGE_VERBATIM),
        new ClientOrigin(
            row.get(MODEL_CALL.CLIENT_SESSION),
            row.get(MODEL_CALL.CLIENT_AGENT),
            row.get(MODEL_CALL.CLIENT_PARENT_AGENT),
            row.get(MODEL_CALL.CLIENT_RETRIES)));
  }

  private static @Nullable Instant moment(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms);
  }
}
