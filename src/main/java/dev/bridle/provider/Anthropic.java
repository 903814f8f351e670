package dev.bridle.provider;

import dev.bridle.http.Headers;
import java.util.List;
import java.util.Set;

/** Anthropic, and every endpoint that speaks its Messages format. */
public final class Anthropic {
  public static final String NAME = "anthropic";

  public static final ProviderKind KIND =
      new ProviderKind(
          NAME,
          KeyHeader.X_API_KEY,
          Headers.of("anthropic-version", "2023-06-01"),
          Set.of("anthropic-workspace-id", "anthropic-user-profile", "anthropic-user-profile-id"),
          Set.of("anthropic-organization-id", "anthropic-workspace-id"),
          List.of("anthropic-ratelimit-", "anthropic-priority-", "anthropic-fast-"));

  private Anthropic() {}
}
