package dev.bridle.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Collects a body. It grows with what really came, so that a client who announces much and sends
 * little holds little; and ends as the announced array itself, without a last copy.
 */
final class GrowingBody {
  private static final int FIRST = BodyMemory.FREE;

  private static final byte[] NOTHING = {};

  private final int limit;
  private final int announced;
  private final BodyMemory.Share share;
  private byte[] bytes;
  private int length;

  /**
   * @param announced what {@code Content-Length} says, or less than zero
   */
  GrowingBody(int limit, long announced, BodyMemory.Share share) {
    this.limit = limit;
    this.announced = Math.clamp(announced, -1, limit);
    this.share = share;
    this.bytes = new byte[this.announced < 0 ? FIRST : Math.min(this.announced, FIRST)];
  }

  /** Throws {@link TooLarge} or {@link NoRoom}. */
  void add(Buffer more) {
    long needed = (long) length + more.length();
    if (needed > limit) {
      throw new TooLarge(limit);
    }
    if (needed > bytes.length) {
      long doubled = Math.max(needed, 2L * bytes.length);
      long most = announced >= needed ? announced : limit;
      int size = (int) Math.min(doubled, most);
      share.growTo(size);
      bytes = Arrays.copyOf(bytes, size);
    }
    more.getBytes(bytes, length);
    length += more.length();
  }

  /** Once; it is kept here no longer. */
  Body whole() {
    byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    bytes = NOTHING;
    return new Body(all, share::giveBack);
  }

  /** Nothing of it is wanted any more. */
  void drop() {
    bytes = NOTHING;
    length = 0;
    share.giveBack();
  }
}
