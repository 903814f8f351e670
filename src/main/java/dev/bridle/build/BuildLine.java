package dev.bridle.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A build as lists show it; of a long message only the beginning. */
public record BuildLine(
    String id,
    String pipelineId,
    long number,
    BuildState state,
    String message,
    String branch,
    String commit,
    String source,
    @Nullable String creatorName,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {}
