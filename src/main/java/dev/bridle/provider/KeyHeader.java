package dev.bridle.provider;

import dev.bridle.config.Secret;
import dev.bridle.http.Headers;
import java.util.Optional;

/** Which header carries the key to an endpoint. */
public enum KeyHeader {
  X_API_KEY("x-api-key"),
  BEARER("bearer");

  private final String word;

  KeyHeader(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<KeyHeader> find(String word) {
    for (KeyHeader header : values()) {
      if (header.word.equals(word)) {
        return Optional.of(header);
      }
    }
    return Optional.empty();
  }

  Headers.Line carrying(Secret key) {
    return switch (this) {
      case X_API_KEY -> new Headers.Line("x-api-key", key.reveal());
      case BEARER -> new Headers.Line("Authorization", "Bearer " + key.reveal());
    };
  }
}
