package dev.bridle;

/** The server can't start; the message is one sentence for the operator. */
public final class CannotStart extends RuntimeException {
  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }

  /** With the first line of what lies at the bottom of a failure, where its reason is. */
  static CannotStart because(String what, Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return new CannotStart(what + ": " + reason + (reason.endsWith(".") ? "" : "."), cause);
  }
}
