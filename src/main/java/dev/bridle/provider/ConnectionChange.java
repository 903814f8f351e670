package dev.bridle.provider;

import dev.bridle.config.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator asks for; what is left out stays as it is.
 *
 * @param models of a fallback: which model it is asked for in the place of another
 * @param knownKeys the ids of the stored keys that may be forgotten; left out: whichever there are
 */
public record ConnectionChange(
    Optional<Method> method,
    Optional<Secret> token,
    Optional<String> baseUrl,
    Optional<KeyHeader> keyHeader,
    Optional<Boolean> rewrite,
    Optional<Boolean> enabled,
    Optional<Map<String, String>> models,
    Optional<Set<String>> knownKeys) {
  public static ConnectionChange ofEnabled(boolean enabled) {
    return new ConnectionChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(enabled),
        Optional.empty(),
        Optional.empty());
  }

  /** This key alone, in the place of those. */
  public static ConnectionChange ofKey(Secret token, Set<String> knownKeys) {
    return new ConnectionChange(
        Optional.empty(),
        Optional.of(token),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(knownKeys));
  }
}
