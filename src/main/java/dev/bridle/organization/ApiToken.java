package dev.bridle.organization;

import dev.bridle.auth.Scope;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/** A person's key to the REST API of one organization, without its value. */
public record ApiToken(
    String id, Person owner, String description, SortedSet<Scope> scopes, Instant createdAt) {
  public ApiToken {
    scopes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
  }
}
