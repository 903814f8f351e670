package dev.bridle.build;

import org.jspecify.annotations.Nullable;

/** What a job is another attempt at, and who wanted it. */
public record Retry(String ofJobId, RetryType type, @Nullable String byPersonId) {}
