package dev.bridle.http;

/** There is no room in memory for a body at the moment; nothing of it is kept. */
public final class NoRoom extends RuntimeException {
  public NoRoom() {
    super("the bodies of requests fill the memory that they may have", null, false, false);
  }
}
