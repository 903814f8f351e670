package dev.bridle;

/** The server can't start; the message is one sentence for the operator. */
public final class CannotStart extends RuntimeException {
  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
