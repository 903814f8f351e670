package dev.bridle.ledger;

/**
 * What one row of {@code usage_sum} is about.
 *
 * @param subject whose calls: organization, pipeline, branch, creator, two of them together, or a
 *     branch whole
 * @param subjectId the pipeline's slug, the branch, or the creator's id; empty for the organization
 * @param secondId the same of the second of two subjects; empty where there is one
 */
record SumKey(
    String organizationId,
    String subject,
    Grain grain,
    long startMs,
    String subjectId,
    String secondId,
    CallKind kind) {
  static final String ORGANIZATION = "organization";
  static final String PIPELINE = "pipeline";
  static final String BRANCH = "branch";
  static final String CREATOR = "creator";

  /** A branch however its calls were made, by month: branches are many, and some are sought. */
  static final String WHOLE_BRANCH = "whole branch";

  static SumKey of(CountedCall call, String subject, String subjectId, Grain grain) {
    return new SumKey(
        call.organizationId(),
        subject,
        grain,
        grain.start(call.openedMs()),
        subjectId,
        "",
        call.kind());
  }

  static SumKey ofWholeBranch(CountedCall call) {
    return new SumKey(
        call.organizationId(),
        WHOLE_BRANCH,
        Grain.MONTH,
        Grain.MONTH.start(call.openedMs()),
        call.branch(),
        "",
        CallKind.ANY);
  }

  static SumKey of(
      CountedCall call, SubjectPair pair, String firstId, String secondId, Grain grain) {
    return new SumKey(
        call.organizationId(),
        pair.word(),
        grain,
        grain.start(call.openedMs()),
        firstId,
        secondId,
        call.kind());
  }
}
