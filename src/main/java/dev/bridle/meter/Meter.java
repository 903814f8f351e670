package dev.bridle.meter;

/**
 * Watches the bytes of one answer as they are relayed. It never throws, keeps a bounded amount of
 * memory, and reads the same however the bytes are cut. Not thread-safe: one answer, one thread.
 */
public interface Meter {
  void see(byte[] bytes, int offset, int length);

  /** What is known so far; may be asked at any time. */
  Reading reading();
}
