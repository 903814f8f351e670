package dev.bridle.build;

import org.jspecify.annotations.Nullable;

/** Who wrote a commit; nobody has verified it. */
public record Author(@Nullable String username, @Nullable String name, @Nullable String email) {}
