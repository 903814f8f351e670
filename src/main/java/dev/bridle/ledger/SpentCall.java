package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;

import java.util.List;
import org.jooq.Record;
import org.jooq.SelectField;

/**
 * A settled call with what it has used and how long it took.
 *
 * @param free whether its provider takes no money
 * @param atMostNano what hard budgets count of it
 * @param promptTokens all of its prompt, from caches too
 * @param windowTokens what windows of tokens count of it
 */
public record SpentCall(
    PastCall call,
    String pipelineSlug,
    long buildNumber,
    long settledMs,
    boolean free,
    boolean streamed,
    long maxTokens,
    long promptTokens,
    long windowTokens,
    long costNano,
    long atMostNano) {
  static final List<SelectField<?>> COLUMNS =
      List.of(
          MODEL_CALL.ID,
          MODEL_CALL.ORGANIZATION_ID,
          MODEL_CALL.CLUSTER_ID,
          MODEL_CALL.QUEUE_ID,
          MODEL_CALL.PIPELINE_ID,
          MODEL_CALL.BRANCH_CLASS,
          MODEL_CALL.BUILD_ID,
          MODEL_CALL.JOB_ID,
          MODEL_CALL.PROVIDER,
          MODEL_CALL.MODEL_SENT,
          MODEL_CALL.MODEL_ID,
          MODEL_CALL.OPENED_MS,
          MODEL_CALL.PIPELINE_SLUG,
          MODEL_CALL.BUILD_NUMBER,
          MODEL_CALL.SETTLED_MS,
          MODEL_CALL.METHOD,
          MODEL_CALL.STREAMED,
          MODEL_CALL.MAX_TOKENS,
          MODEL_CALL.INPUT_TOKENS,
          MODEL_CALL.CACHE_READ_TOKENS,
          MODEL_CALL.CACHE_WRITE_5M_TOKENS,
          MODEL_CALL.CACHE_WRITE_1H_TOKENS,
          MODEL_CALL.WINDOW_TOKENS,
          MODEL_CALL.COST_NANO,
          MODEL_CALL.COST_AT_MOST_NANO);

  static SpentCall of(Record row) {
    return new SpentCall(
        PastCall.of(row),
        row.get(MODEL_CALL.PIPELINE_SLUG),
        row.get(MODEL_CALL.BUILD_NUMBER),
        row.get(MODEL_CALL.SETTLED_MS),
        row.get(MODEL_CALL.METHOD).equals("sandbox"),
        row.get(MODEL_CALL.STREAMED),
        row.get(MODEL_CALL.MAX_TOKENS),
        row.get(MODEL_CALL.INPUT_TOKENS)
            + row.get(MODEL_CALL.CACHE_READ_TOKENS)
            + row.get(MODEL_CALL.CACHE_WRITE_5M_TOKENS)
            + row.get(MODEL_CALL.CACHE_WRITE_1H_TOKENS),
        row.get(MODEL_CALL.WINDOW_TOKENS),
        row.get(MODEL_CALL.COST_NANO),
        SettledCall.atMost(row).nanos());
  }
}
