package dev.bridle.meter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bytes kept for a moment, up to a limit; what is beyond is dropped and remembered as dropped. */
final class Kept {
  static final int LONGEST = 1 << 20;
  private static final int USUAL = 4096;

  private byte[] bytes = new byte[256];
  private int length;
  private boolean overflowed;

  void add(byte b) {
    if (length == LONGEST) {
      overflowed = true;
      return;
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = b;
  }

  void add(byte[] from, int begin, int end) {
    int added = Math.min(end - begin, LONGEST - length);
    overflowed |= added < end - begin;
    if (length + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + added));
    }
    System.arraycopy(from, begin, bytes, length, added);
    length += added;
  }

  void clear() {
    // One long line must not hold its memory for the rest of a long stream.
    if (bytes.length > USUAL) {
      bytes = new byte[256];
    }
    length = 0;
    overflowed = false;
  }

  /** Whether it means nothing between the words of a JSON text. */
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  void dropSpaceAtEnd() {
    while (length > 0 && isSpace(bytes[length - 1])) {
      length--;
    }
  }

  boolean isEmpty() {
    return length == 0;
  }

  int length() {
    return length;
  }

  /** The JSON of these bytes; null if it isn't any. */
  @Nullable JsonNode json() {
    if (overflowed) {
      return null;
    }
    try {
      return JsonMapper.shared().readTree(bytes, 0, length);
    } catch (RuntimeException malformed) { // whatever it is, it must not reach the relay
      return null;
    }
  }

  boolean contains(String ascii) {
    for (int at = 0; at + ascii.length() <= length; at++) {
      if (isAt(at, ascii)) {
        return true;
      }
    }
    return false;
  }

  boolean is(String ascii) {
    return !overflowed && length == ascii.length() && isAt(0, ascii);
  }

  private boolean isAt(int at, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
