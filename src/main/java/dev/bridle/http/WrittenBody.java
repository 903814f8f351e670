package dev.bridle.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** The body of an answer that is written while it is sent. */
final class WrittenBody extends OutputStream {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int PIECE = 32 << 10;

  private final Pieces pieces;
  private final byte[] piece = new byte[PIECE];
  private int length;

  WrittenBody(Pieces pieces) {
    this.pieces = pieces;
  }

  void write(Streamed.Written body) {
    try {
      body.to(this);
      send();
      pieces.end();
    } catch (IOException | RuntimeException e) {
      pieces.cut();
    }
  }

  @Override
  public void write(int b) throws IOException {
    if (length == PIECE) {
      send();
    }
    piece[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (length == PIECE) {
        send();
      }
      int some = Math.min(count - done, PIECE - length);
      System.arraycopy(bytes, offset + done, piece, length, some);
      length += some;
      done += some;
    }
  }

  private void send() throws IOException {
    if (length > 0) {
      var bytes = Buffer.buffer(length).appendBytes(piece, 0, length);
      length = 0;
      pieces.send(bytes);
    }
  }
}
