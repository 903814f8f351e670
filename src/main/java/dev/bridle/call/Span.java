package dev.bridle.call;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;

/** A piece of a body, from its first byte to the one after its last. */
record Span(int from, int to) {
  /** The whole value on which the parser stands, which the reading goes through. */
  static Span of(JsonParser parser, Runnable reading) {
    int from = start(parser);
    reading.run();
    parser.finishToken();
    return new Span(from, end(parser));
  }

  static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  static int end(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }

  String in(byte[] body) {
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }
}
