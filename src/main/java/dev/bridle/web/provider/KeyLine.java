package dev.bridle.web.provider;

import dev.bridle.provider.KeyState;
import dev.bridle.provider.StoredKey;

/** A key of a connection with its state. */
public record KeyLine(StoredKey key, KeyState state) {
  /** All that may be shown of it. */
  public String shown() {
    return shown(key);
  }

  static String shown(StoredKey key) {
    String last4 = key.last4();
    return last4 == null ? "too short to be shown in part" : "…" + last4;
  }

  public String word() {
    return switch (state.kind()) {
      case ACTIVE -> key.verified() ? "Accepted by the provider" : "Not verified";
      case RESTING -> "Resting: the provider has had enough of it";
      case REJECTED -> "Rejected by the provider";
    };
  }

  public String style() {
    return switch (state.kind()) {
      case ACTIVE -> key.verified() ? "good" : "fair";
      case RESTING -> "fair";
      case REJECTED -> "bad";
    };
  }
}
