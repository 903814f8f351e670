package dev.bridle.http;

/** An upstream gave no answer. The kind tells whether the request can have reached it. */
public final class SendFailure extends RuntimeException {
  /** What went wrong, and whether anything was sent before. */
  public enum Kind {
    UNREACHABLE(false),
    /** Its certificate does not prove that it is the one we mean. */
    UNTRUSTED(false),
    CONNECT_TIMEOUT(false),
    /** As many connections as this side may open were in use, which is not the upstream's fault. */
    NO_FREE_CONNECTION(false),
    /** The upstream itself says that it has done nothing about the request. */
    TURNED_AWAY(false),
    /** This side gave up before there was a connection. */
    GIVEN_UP(false),
    /** It was not even tried. */
    HELD_BACK(false),
    CUT(true),
    FIRST_BYTE_TIMEOUT(true);

    private final boolean sent;

    Kind(boolean sent) {
      this.sent = sent;
    }

    public boolean sent() {
      return sent;
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
