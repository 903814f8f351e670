package dev.bridle.http;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request, for as long as somebody may still have to send them. An answer can go on
 * for many minutes, and thousands do at once: what they were asked must not stay until their end.
 */
public final class Body {
  public static final Body NONE = new Body(new byte[0], () -> {});

  private final int length;
  private final Runnable whenLetGo;
  private volatile byte @Nullable [] bytes;

  Body(byte[] bytes, Runnable whenLetGo) {
    this.bytes = bytes;
    this.length = bytes.length;
    this.whenLetGo = whenLetGo;
  }

  public static Body of(byte[] bytes) {
    return new Body(bytes, () -> {});
  }

  public byte[] bytes() {
    byte[] present = bytes;
    if (present == null) {
      throw new IllegalStateException("the body was let go of");
    }
    return present;
  }

  /** Known to the end. */
  public int length() {
    return length;
  }

  /** Nobody will ask for the bytes again. */
  public void letGo() {
    if (length > 0 && bytes != null) {
      bytes = null;
      whenLetGo.run();
    }
  }
}
