package dev.bridle.provider;

import dev.bridle.config.Secret;
import java.util.Optional;

/** What an administrator asks for; what is left out stays as it is. */
public record ConnectionChange(
    Optional<Method> method,
    Optional<Secret> token,
    Optional<String> baseUrl,
    Optional<KeyHeader> keyHeader,
    Optional<Boolean> rewrite,
    Optional<Boolean> enabled) {

  /** Switches a connection on or off and changes nothing else. */
  public static ConnectionChange enabled(boolean on) {
    return new ConnectionChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(on));
  }
}
