package dev.bridle.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Where within its client a call came from, as the client says; nothing is decided by it.
 *
 * @param session one run of the client
 * @param agent which of the client's own agents asks; null for the one that began
 * @param parentAgent the one that this agent works for
 * @param retries how often the client has asked the same before
 */
public record ClientOrigin(
    @Nullable String session,
    @Nullable String agent,
    @Nullable String parentAgent,
    @Nullable Long retries) {
  public static final ClientOrigin NONE = new ClientOrigin(null, null, null, null);

  public boolean isRetry() {
    return retries != null && retries > 0;
  }
}
