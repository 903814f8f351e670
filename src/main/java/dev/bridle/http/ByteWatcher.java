package dev.bridle.http;

/** Looks at bytes on their way; what it throws is dropped, the bytes go on. */
@FunctionalInterface
public interface ByteWatcher {
  ByteWatcher NONE = (bytes, offset, length) -> {};

  /** The array is only lent until this method returns. */
  void see(byte[] bytes, int offset, int length);
}
