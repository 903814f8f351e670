package dev.bridle.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A part of a value, counted in bytes and clamped to the value as it is. */
final class Substring {
  private Substring() {}

  static String from(String value, int offset) {
    byte[] bytes = value.getBytes(UTF_8);
    return cut(bytes, start(bytes, offset), bytes.length);
  }

  /** A negative offset counts from the end, and so does a negative length: it is an end. */
  static String of(String value, int offset, int length) {
    byte[] bytes = value.getBytes(UTF_8);
    int start = start(bytes, offset);
    long end = length < 0 ? (long) bytes.length + length : (long) start + length;
    return cut(bytes, start, Math.clamp(end, start, bytes.length));
  }

  private static int start(byte[] bytes, int offset) {
    return Math.clamp(offset < 0 ? (long) bytes.length + offset : offset, 0, bytes.length);
  }

  private static String cut(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, UTF_8);
  }
}
