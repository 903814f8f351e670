package dev.bridle.http;

import java.util.Arrays;

/** Leaves out some of the bytes on their way to the client, and changes none. */
public interface ByteFilter {
  /** Leaves out nothing. */
  ByteFilter ALL = (bytes, offset, length) -> Arrays.copyOfRange(bytes, offset, offset + length);

  /** What may go on by now; the array is only lent until this method returns. */
  byte[] pass(byte[] bytes, int offset, int length);

  /** What was held back and goes on now that nothing more comes. */
  default byte[] rest() {
    return new byte[0];
  }
}
