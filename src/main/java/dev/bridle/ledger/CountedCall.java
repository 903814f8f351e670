package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;

/** A settled call as it counts in sums. */
record CountedCall(
    String organizationId,
    String pipelineSlug,
    String buildId,
    long buildNumber,
    String branch,
    @Nullable String creatorId,
    String connectionId,
    String model,
    long openedMs,
    Sums sums) {
  /** A call that never left is no call. */
  static final Condition SENT = MODEL_CALL.OUTCOME.ne(Outcome.NOT_SENT.word());

  /** The model that answered; until one has, the model that was asked. */
  static final Field<String> MODEL =
      coalesce(MODEL_CALL.MODEL_ANSWERED, MODEL_CALL.MODEL_SENT).as("model");

  static final List<SelectField<?>> COLUMNS = columns();

  private static List<SelectField<?>> columns() {
    List<SelectField<?>> columns =
        new ArrayList<>(
            List.of(
                MODEL_CALL.ORGANIZATION_ID,
                MODEL_CALL.PIPELINE_SLUG,
                MODEL_CALL.BUILD_ID,
                MODEL_CALL.BUILD_NUMBER,
                MODEL_CALL.BRANCH,
                MODEL_CALL.CREATOR_ID,
                MODEL_CALL.CONNECTION_ID,
                MODEL,
                MODEL_CALL.OPENED_MS));
    columns.addAll(SumColumns.ofCalls());
    return List.copyOf(columns);
  }

  static CountedCall of(Record row) {
    return new CountedCall(
        row.get(MODEL_CALL.ORGANIZATION_ID),
        row.get(MODEL_CALL.PIPELINE_SLUG),
        row.get(MODEL_CALL.BUILD_ID),
        row.get(MODEL_CALL.BUILD_NUMBER),
        row.get(MODEL_CALL.BRANCH),
        row.get(MODEL_CALL.CREATOR_ID),
        row.get(MODEL_CALL.CONNECTION_ID),
        row.get(MODEL),
        row.get(MODEL_CALL.OPENED_MS),
        SumColumns.read(row, 9));
  }
}
