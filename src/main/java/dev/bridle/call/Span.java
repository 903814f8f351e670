package dev.bridle.call;

import java.nio.charset.StandardCharsets;

/** A piece of a body, from its first byte to the one after its last. */
record Span(int from, int to) {
  String in(byte[] body) {
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }
}
