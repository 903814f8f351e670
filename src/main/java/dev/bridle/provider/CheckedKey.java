package dev.bridle.provider;

import dev.bridle.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A key as it will be stored, after the provider was asked about it.
 *
 * @param id null for a new one
 */
record CheckedKey(@Nullable String id, Secret secret, boolean verified) {
  /** A key that short is not shown in part: four characters would tell too much. */
  private static final int SHORT = 12;

  static CheckedKey fresh(Secret secret, boolean verified) {
    return new CheckedKey(null, secret, verified);
  }

  @Nullable String last4() {
    return last4(secret);
  }

  static @Nullable String last4(Secret secret) {
    String text = secret.reveal();
    return text.length() < SHORT ? null : text.substring(text.length() - 4);
  }
}
