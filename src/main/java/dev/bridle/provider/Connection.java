package dev.bridle.provider;

import java.net.URI;
import java.util.List;

/**
 * How an organization reaches a provider, ready to be used by a call.
 *
 * @param keys the keys that a call may be sent with; none for the sandbox
 */
public record Connection(
    String id,
    String organizationId,
    String provider,
    Method method,
    URI baseUrl,
    KeyHeader keyHeader,
    List<ProviderKey> keys,
    boolean rewrites,
    boolean enabled) {
  public Connection {
    keys = List.copyOf(keys);
  }

  /** Whether it has no key to send, although it needs one. */
  public boolean missesKey() {
    return method != Method.SANDBOX && keys.isEmpty();
  }
}
