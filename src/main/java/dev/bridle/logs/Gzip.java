package dev.bridle.logs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Inflates what agents send, never to more than is allowed. */
final class Gzip {
  private Gzip() {}

  /** What inflating came to. */
  sealed interface Inflated {
    record Whole(byte[] bytes) implements Inflated {}

    record TooLarge() implements Inflated {}

    record Broken() implements Inflated {}
  }

  static Inflated inflate(byte[] deflated, int atMost) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(deflated))) {
      byte[] bytes = gzip.readNBytes(atMost + 1);
      return bytes.length > atMost ? new Inflated.TooLarge() : new Inflated.Whole(bytes);
    } catch (IOException e) {
      return new Inflated.Broken();
    }
  }
}
