package dev.bridle.oidc;

import dev.bridle.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * One way to the provider and back. Everything that belongs to it follows from a secret in the
 * browser's cookie: what comes back fits only the browser that went.
 */
public record Errand(Secret secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  public static Errand begin() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Errand(new Secret(text(bytes)));
  }

  /** Goes there and comes back with the browser. */
  String state() {
    return derived("state");
  }

  /** Comes back within the signed token. */
  String nonce() {
    return derived("nonce");
  }

  /** Is told when the code is exchanged; before, only its hash was. */
  String verifier() {
    return derived("verifier");
  }

  String challenge() {
    return text(sha256(verifier()));
  }

  public boolean hasState(String given) {
    return MessageDigest.isEqual(
        state().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private String derived(String what) {
    return text(sha256(what + " " + secret.reveal()));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
