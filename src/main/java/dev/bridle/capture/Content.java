package dev.bridle.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What is kept of a call, and the bytes that it becomes before they are sealed. */
record Content(Part request, Part answer) {
  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 1 + 1 + 1 + Integer.BYTES;

  byte[] bytes() {
    return ByteBuffer.allocate(HEAD_BYTES + request.bytes().length + answer.bytes().length)
        .put((byte) VERSION)
        .put(flag(request.truncated()))
        .put(flag(answer.truncated()))
        .putInt(request.bytes().length)
        .put(request.bytes())
        .put(answer.bytes())
        .array();
  }

  private static byte flag(boolean set) {
    return (byte) (set ? 1 : 0);
  }

  static Content of(byte[] bytes) {
    var head = ByteBuffer.wrap(bytes);
    if (head.get() != VERSION) {
      throw new IllegalStateException("a captured call has a form that this server doesn't know");
    }
    boolean requestTruncated = head.get() == 1;
    boolean answerTruncated = head.get() == 1;
    int answerFrom = HEAD_BYTES + head.getInt();
    return new Content(
        new Part(Arrays.copyOfRange(bytes, HEAD_BYTES, answerFrom), requestTruncated),
        new Part(Arrays.copyOfRange(bytes, answerFrom, bytes.length), answerTruncated));
  }
}
