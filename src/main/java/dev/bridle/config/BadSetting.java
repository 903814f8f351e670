package dev.bridle.config;

/** A setting that can't be used; the message is one sentence for the operator. */
public final class BadSetting extends RuntimeException {
  public BadSetting(String message) {
    super(message);
  }
}
