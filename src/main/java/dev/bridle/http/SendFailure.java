package dev.bridle.http;

/** An upstream gave no answer. The kind tells whether the request can have reached it. */
public final class SendFailure extends RuntimeException {
  /** What went wrong, and whether anything was sent before. */
  public enum Kind {
    UNREACHABLE(false, false),
    CONNECT_TIMEOUT(false, true),
    CUT(true, false),
    FIRST_BYTE_TIMEOUT(true, true);

    private final boolean sent;
    private final boolean timeout;

    Kind(boolean sent, boolean timeout) {
      this.sent = sent;
      this.timeout = timeout;
    }

    public boolean sent() {
      return sent;
    }

    public boolean timeout() {
      return timeout;
    }
  }

  private final Kind kind;

  public SendFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
