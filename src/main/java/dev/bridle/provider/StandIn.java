package dev.bridle.provider;

import org.jspecify.annotations.Nullable;

/** What answers in the place of one provider, in that provider's shapes. */
public interface StandIn {
  /**
   * The answer to one request.
   *
   * @param path what follows the provider's base address, such as /v1/messages
   * @param query without the question mark
   */
  Script answer(String method, String path, @Nullable String query, byte[] body);
}
