package dev.bridle.build;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a pipeline. */
public record Build(
    String id,
    String organizationId,
    String pipelineId,
    long number,
    BuildState state,
    String message,
    String commit,
    String branch,
    @Nullable String tag,
    Map<String, String> env,
    Map<String, String> pipelineEnv,
    Map<String, String> uploadEnv,
    String source,
    @Nullable String creatorId,
    @Nullable Author author,
    @Nullable PullRequest pullRequest,
    Map<String, String> metaData,
    @Nullable String cancelReason,
    @Nullable String failure,
    Instant createdAt,
    @Nullable Instant scheduledAt,
    @Nullable Instant startedAt,
    @Nullable Instant failingAt,
    @Nullable Instant finishedAt,
    long revision,
    @Nullable EarlierBuild rebuiltFrom) {}
