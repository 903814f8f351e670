package dev.bridle.meter;

/**
 * Watches the bytes of one answer as they are relayed. It never throws, keeps a bounded amount of
 * memory, and reads the same however the bytes are cut. Not thread-safe: one answer, one thread.
 */
public interface Meter {
  void see(byte[] bytes, int offset, int length);

  /** Whether the answer has begun and said how large its prompt was; cheap to ask. */
  boolean started();

  /** Characters that the model wrote so far; cheap to ask. */
  long outputCharacters();

  /** What is known so far; may be asked at any time. */
  Reading reading();
}
