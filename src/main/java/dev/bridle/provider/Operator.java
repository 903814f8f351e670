package dev.bridle.provider;

import dev.bridle.config.Secret;
import dev.bridle.store.Sha256;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the operator's settings say about each provider, by its name. */
public record Operator(Map<String, Own> providers) {
  /** About one provider: its own address, and a key for it. */
  public record Own(URI url, Optional<Secret> key) {}

  public Operator {
    providers = Map.copyOf(providers);
  }

  Own own(String provider) {
    return Objects.requireNonNull(providers.get(provider), provider);
  }

  /** The providers' own addresses, which need no judgement. */
  public Set<URI> urls() {
    return providers.values().stream().map(Own::url).collect(Collectors.toSet());
  }

  /** A stored connection, ready to be used. */
  Connection connection(StoredConnection stored, List<ProviderKey> storedKeys) {
    boolean ownAddress = stored.baseUrl() == null;
    var own = own(stored.provider());
    return new Connection(
        stored.id(),
        stored.place(),
        stored.method(),
        ownAddress ? own.url : URI.create(stored.baseUrl()),
        stored.keyHeader(),
        stored.method() == Method.HOSTED ? hostedKeys(stored) : storedKeys,
        // Only the provider itself and the sandbox are known to need the rewrites.
        stored.rewrite() == null ? ownAddress : stored.rewrite(),
        stored.enabled(),
        stored.models(),
        Optional.empty());
  }

  /** The operator's key has no id of its own: the connection's serves. */
  private List<ProviderKey> hostedKeys(StoredConnection stored) {
    return own(stored.provider()).key.stream()
        .map(key -> new ProviderKey(stored.id(), key, isRejected(stored, Sha256.of(key.reveal()))))
        .toList();
  }

  private static boolean isRejected(StoredConnection stored, String digest) {
    return stored.keys().stream().anyMatch(key -> digest.equals(key.digest()));
  }
}
