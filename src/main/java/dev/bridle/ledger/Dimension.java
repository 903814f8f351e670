package dev.bridle.ledger;

import static dev.bridle.store.schema.Tables.MODEL_CALL;
import static dev.bridle.store.schema.Tables.USAGE_BUILD;
import static dev.bridle.store.schema.Tables.USAGE_SUM;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What usage can be told apart by, and filtered by. */
@SuppressWarnings("ImmutableEnumChecker") // fields of the query builder
public enum Dimension {
  PIPELINE(
      SumKey.PIPELINE, USAGE_SUM.SUBJECT_ID, USAGE_BUILD.PIPELINE_SLUG, MODEL_CALL.PIPELINE_SLUG),
  BRANCH(SumKey.BRANCH, USAGE_SUM.SUBJECT_ID, USAGE_BUILD.BRANCH, CountedCall.OF_BRANCH),
  CREATOR(SumKey.CREATOR, USAGE_SUM.SUBJECT_ID, USAGE_BUILD.CREATOR_ID, MODEL_CALL.CREATOR_ID),
  MODEL(null, USAGE_SUM.MODEL, USAGE_BUILD.MODEL, CountedCall.OF_MODEL),
  PROVIDER(null, USAGE_SUM.PROVIDER, USAGE_BUILD.PROVIDER, MODEL_CALL.PROVIDER),
  METHOD(null, USAGE_SUM.METHOD, USAGE_BUILD.METHOD, MODEL_CALL.METHOD),
  CONNECTION(null, USAGE_SUM.CONNECTION_ID, USAGE_BUILD.CONNECTION_ID, MODEL_CALL.CONNECTION_ID),
  STATUS(null, USAGE_SUM.OUTCOME, USAGE_BUILD.OUTCOME, MODEL_CALL.OUTCOME);

  private final @Nullable String subject;
  private final Field<String> ofSums;
  private final Field<String> ofBuilds;
  private final Field<String> ofCalls;

  Dimension(
      @Nullable String subject,
      Field<String> ofSums,
      Field<String> ofBuilds,
      Field<String> ofCalls) {
    this.subject = subject;
    this.ofSums = ofSums;
    this.ofBuilds = ofBuilds;
    this.ofCalls = ofCalls;
  }

  /** Whose sums are kept by it; null where every sum says it. */
  @Nullable String subject() {
    return subject;
  }

  Field<String> of(SumSource source) {
    return switch (source) {
      case SumSource.OfSubject _ -> ofSums;
      case SumSource.OfPair(SubjectPair pair) ->
          pair.second().equals(subject) ? USAGE_SUM.SECOND_ID : ofSums;
      case SumSource.OfBuilds _ -> ofBuilds;
      case SumSource.OfCalls _ -> ofCalls;
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Dimension> find(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
