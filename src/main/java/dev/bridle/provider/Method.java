package dev.bridle.provider;

import java.util.Locale;
import java.util.Optional;

/** How a provider is connected: whose key pays. */
public enum Method {
  /** The platform operator's own key. */
  HOSTED,
  /** The organization's key: bring your own. */
  BYO,
  /** No key: a built-in stand-in answers. */
  SANDBOX;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Method> find(String word) {
    for (Method method : values()) {
      if (method.word().equals(word)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
