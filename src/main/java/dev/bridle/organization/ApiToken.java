package dev.bridle.organization;

import dev.bridle.auth.Scope;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A person's key to the REST API of one organization, without its value.
 *
 * @param expiresAt from when it is good no more; null for one that doesn't end by itself
 * @param lastUsedAt to about a minute; null while it was not used
 */
public record ApiToken(
    String id,
    Person owner,
    String description,
    SortedSet<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  public ApiToken {
    scopes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
  }
}
