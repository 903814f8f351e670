package dev.bridle.http;

/** A body grew over what its reader takes; nothing of it is kept. */
public final class TooLarge extends RuntimeException {
  private final int limit;

  public TooLarge(int limit) {
    super("the body is larger than " + limit + " bytes", null, false, false);
    this.limit = limit;
  }

  public int limit() {
    return limit;
  }
}
