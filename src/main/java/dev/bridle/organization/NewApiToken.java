package dev.bridle.organization;

import dev.bridle.auth.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that is to be made.
 *
 * @param expiresAt null for one that doesn't end by itself
 */
public record NewApiToken(
    String description, Collection<Scope> scopes, @Nullable Instant expiresAt) {
  private static final int LONGEST = 200;
  private static final Instant LATEST = Instant.EPOCH.plus(Duration.ofDays(365_000));

  public NewApiToken {
    description = description.strip();
    scopes = List.copyOf(scopes);
    if (description.length() > LONGEST) {
      throw new InvalidField("description", "can't be longer than " + LONGEST + " characters");
    }
    if (scopes.isEmpty()) {
      throw new InvalidField("scopes", "must name at least one scope");
    }
    if (expiresAt != null && expiresAt.isAfter(LATEST)) {
      throw new InvalidField("expires_at", "is too far in the future");
    }
  }
}
