package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.substring;

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
    CallKind kind,
    long openedMs,
    Sums sums) {
  /** A call that never left is no call. */
  static final Condition SENT = MODEL_CALL.OUTCOME.ne(Outcome.NOT_SENT.word());

  /** The model that answered; until one has, the model that was asked. */
  static final Field<String> OF_MODEL = coalesce(MODEL_CALL.MODEL_ANSWERED, MODEL_CALL.MODEL_SENT);

  private static final Field<String> MODEL = OF_MODEL.as("model");

  /** So much of a branch's name tells it apart: names have no bound, and keys must have one. */
  static final int BRANCH_LENGTH = 200;

  static final Field<String> OF_BRANCH =
      substring(MODEL_CALL.BRANCH, inline(1), inline(BRANCH_LENGTH));

  private static final Field<String> BRANCH = OF_BRANCH.as("branch");

  static final List<SelectField<?>> COLUMNS = columns();

  private static List<SelectField<?>> columns() {
    List<SelectField<?>> columns =
        new ArrayList<>(
            List.of(
                MODEL_CALL.ORGANIZATION_ID,
                MODEL_CALL.PIPELINE_SLUG,
                MODEL_CALL.BUILD_ID,
                MODEL_CALL.BUILD_NUMBER,
                BRANCH,
                MODEL_CALL.CREATOR_ID,
                MODEL,
                MODEL_CALL.CONNECTION_ID,
                MODEL_CALL.PROVIDER,
                MODEL_CALL.METHOD,
                MODEL_CALL.OUTCOME,
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
        row.get(BRANCH),
        row.get(MODEL_CALL.CREATOR_ID),
        new CallKind(
            row.get(MODEL),
            row.get(MODEL_CALL.CONNECTION_ID),
            row.get(MODEL_CALL.PROVIDER),
            row.get(MODEL_CALL.METHOD),
            row.get(MODEL_CALL.OUTCOME)),
        row.get(MODEL_CALL.OPENED_MS),
        SumColumns.read(row, 12));
  }

  /** The part of a branch's name that it is known by in sums. */
  static String branch(String name) {
    return name.codePointCount(0, name.length()) <= BRANCH_LENGTH
        ? name
        : name.substring(0, name.offsetByCodePoints(0, BRANCH_LENGTH));
  }
}
