package dev.bridle.ledger;

/**
 * What one row of {@code usage_sum} is about.
 *
 * @param subject whose calls: organization, pipeline, branch or creator
 * @param subjectId the pipeline's slug, the branch, or the creator's id; empty for the organization
 */
record SumKey(
    String organizationId,
    String subject,
    Grain grain,
    long startMs,
    String subjectId,
    CallKind kind) {
  static final String ORGANIZATION = "organization";
  static final String PIPELINE = "pipeline";
  static final String BRANCH = "branch";
  static final String CREATOR = "creator";

  static SumKey of(CountedCall call, String subject, String subjectId, Grain grain) {
    return new SumKey(
        call.organizationId(),
        subject,
        grain,
        grain.start(call.openedMs()),
        subjectId,
        call.kind());
  }
}
