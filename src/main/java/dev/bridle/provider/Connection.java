package dev.bridle.provider;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an organization reaches a provider, ready to be used by a call.
 *
 * @param keys the keys that a call may be sent with; none for the sandbox
 * @param models of a fallback: which model it is asked for in the place of another
 * @param fallback what calls go through that this one can't serve
 */
public record Connection(
    String id,
    Place place,
    Method method,
    URI baseUrl,
    KeyHeader keyHeader,
    List<ProviderKey> keys,
    boolean rewrites,
    boolean enabled,
    Map<String, String> models,
    Optional<Connection> fallback) {
  public Connection {
    keys = List.copyOf(keys);
    models = Map.copyOf(models);
  }

  public String organizationId() {
    return place.organizationId();
  }

  public String provider() {
    return place.provider();
  }

  Connection with(Optional<Connection> itsFallback) {
    return new Connection(
        id, place, method, baseUrl, keyHeader, keys, rewrites, enabled, models, itsFallback);
  }

  /** Whether it has no key to send, although it needs one. */
  public boolean missesKey() {
    return method != Method.SANDBOX && keys.isEmpty();
  }
}
