package dev.bridle.provider;

import dev.bridle.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A key as it will be stored, after the provider was asked about it.
 *
 * @param id null for a new one
 * @param check what the provider said of it just now; null when it was not asked
 */
record CheckedKey(@Nullable String id, Secret secret, boolean verified, @Nullable String check) {
  /** A key that short is not shown in part: four characters would tell too much. */
  private static final int SHORT = 12;

  static CheckedKey fresh(Secret secret, KeyVerdict verdict) {
    return new CheckedKey(null, secret, verdict.verified(), verdict.sentence());
  }

  CheckedKey checked(KeyVerdict verdict) {
    return new CheckedKey(id, secret, verdict.verified(), verdict.sentence());
  }

  @Nullable String last4() {
    return last4(secret);
  }

  static @Nullable String last4(Secret secret) {
    String text = secret.reveal();
    return text.length() < SHORT ? null : text.substring(text.length() - 4);
  }
}
