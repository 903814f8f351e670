package dev.bridle.oidc;

/** The provider did not answer, or not as one of its kind does; the message says what was asked. */
final class Unreachable extends RuntimeException {
  Unreachable(String message) {
    super(message);
  }

  Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
