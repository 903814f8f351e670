package dev.bridle.web;

import dev.bridle.auth.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Stands in every form of a browser and shows that a page of ours made the form. It follows from
 * the secret in the browser's cookie, which no other site can read.
 */
public record FormToken(String value) {
  static final String FIELD = "form_token";

  static FormToken of(String cookie) {
    return new FormToken(Token.hash("form " + cookie));
  }

  boolean is(String given) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "***";
  }
}
