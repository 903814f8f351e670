package dev.bridle.build;

import org.jspecify.annotations.Nullable;

/** The pull request that a build is of. */
public record PullRequest(String id, @Nullable String base, @Nullable String repository) {}
