package dev.bridle.logs;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** The text of a log, read from its beginning to its end in pieces. */
public final class LogText {
  /** The most characters of one line that are in memory; what follows is taken for another line. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final int PIECE = 8 << 10;

  private final JoinedChunks bytes;
  private final Reader reader;
  private final char[] piece = new char[PIECE + 1];

  LogText(JoinedChunks bytes) {
    this.bytes = bytes;
    this.reader = new InputStreamReader(bytes, StandardCharsets.UTF_8);
  }

  /** Takes a line without its end. */
  @FunctionalInterface
  interface Taker {
    void take(String line) throws IOException;
  }

  /** The next piece, of whole characters; empty when all has been read. */
  public String next() throws IOException {
    int length = Math.max(0, reader.read(piece, 0, PIECE));
    if (length > 0 && Character.isHighSurrogate(piece[length - 1])) {
      int otherHalf = reader.read();
      if (otherHalf >= 0) {
        piece[length++] = (char) otherHalf;
      }
    }
    return new String(piece, 0, length);
  }

  /** How many bytes the log has; known when all has been read. */
  public long size() {
    return bytes.given();
  }

  void eachLine(Taker taker) throws IOException {
    var line = new StringBuilder();
    for (String more = next(); !more.isEmpty(); more = next()) {
      int from = 0;
      for (int end = more.indexOf('\n'); end >= 0; end = more.indexOf('\n', from)) {
        taker.take(line.append(more, from, end).toString());
        line.setLength(0);
        from = end + 1;
      }
      line.append(more, from, more.length());
      if (line.length() >= LONGEST_LINE) {
        taker.take(line.toString());
        line.setLength(0);
      }
    }
    taker.take(line.toString());
  }
}
