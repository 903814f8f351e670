package dev.bridle.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Collects a body. It grows with what really came, so that a client who announces much and sends
 * little holds little; and ends as the announced array itself, without a last copy.
 */
final class GrowingBody {
  private static final int FIRST = 16 << 10;

  private final int limit;
  private final int announced;
  private byte[] bytes;
  private int length;

  /**
   * @param announced what {@code Content-Length} says, or less than zero
   */
  GrowingBody(int limit, long announced) {
    this.limit = limit;
    this.announced = Math.clamp(announced, -1, limit);
    this.bytes = new byte[this.announced < 0 ? FIRST : Math.min(this.announced, FIRST)];
  }

  /** False, and nothing is kept, when it would become larger than allowed. */
  boolean add(Buffer more) {
    long needed = (long) length + more.length();
    if (needed > limit) {
      bytes = new byte[0];
      length = 0;
      return false;
    }
    if (needed > bytes.length) {
      long doubled = Math.max(needed, 2L * bytes.length);
      long most = announced >= needed ? announced : limit;
      bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, most));
    }
    more.getBytes(bytes, length);
    length += more.length();
    return true;
  }

  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
