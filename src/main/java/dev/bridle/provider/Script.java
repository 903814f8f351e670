package dev.bridle.provider;

import dev.bridle.http.Headers;
import dev.bridle.http.Piece;
import java.util.List;

/** A whole answer written down in advance: what to send, and when. */
public record Script(int status, Headers headers, List<Piece> pieces) {
  public Script {
    pieces = List.copyOf(pieces);
  }
}
