package dev.bridle.ledger;

import org.jspecify.annotations.Nullable;

/** What one row of {@code usage_build} is about: a build on one day. */
record BuildKey(String organizationId, long startMs, String buildId, CallKind kind) {
  static BuildKey of(CountedCall call) {
    return new BuildKey(
        call.organizationId(), Grain.DAY.start(call.openedMs()), call.buildId(), call.kind());
  }

  /** What is always the same for one build. */
  record Facts(String pipelineSlug, long number, String branch, @Nullable String creatorId) {
    static Facts of(CountedCall call) {
      return new Facts(call.pipelineSlug(), call.buildNumber(), call.branch(), call.creatorId());
    }
  }
}
