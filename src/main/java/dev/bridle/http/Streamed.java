package dev.bridle.http;

import java.io.IOException;
import java.io.OutputStream;

/** What follows the head of a reply piece by piece, as fast as its reader takes it. */
public sealed interface Streamed permits Streamed.Written, EventSource {
  /** Writes a body of any length; may block, and fails when nobody reads any more. */
  @FunctionalInterface
  non-sealed interface Written extends Streamed {
    void to(OutputStream out) throws IOException;
  }
}
