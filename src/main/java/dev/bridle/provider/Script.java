package dev.bridle.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A whole answer written down in advance: what to send, and when. */
public record Script(int status, List<Map.Entry<String, String>> headers, List<Piece> pieces) {
  public Script {
    headers = List.copyOf(headers);
    pieces = List.copyOf(pieces);
  }

  /** Bytes to send together after a pause. Nobody changes them. */
  @SuppressWarnings("ArrayRecordComponent") // they go to the socket as they are
  public record Piece(Duration delayBefore, byte[] bytes) {}
}
