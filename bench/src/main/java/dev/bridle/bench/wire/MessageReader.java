package dev.bridle.bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a byte stream into HTTP/1.1 messages, requests or answers. It knows just as much of the
 * protocol as is spoken on loopback here, so that both ends of the benchmark cost little.
 */
public final class MessageReader {
  /** Who is told what a message consists of. */
  public interface Sink {
    /** The first line and all headers. */
    void head(String head);

    /** A piece of the body, without the framing of chunks. */
    void body(ByteBuf bytes, int from, int length);

    void end();
  }

  private enum State {
    HEAD,
    FIXED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER
  }

  private static final int USUAL_HEAD = 1024;
  private static final int LARGEST_HEAD = 32 * USUAL_HEAD;

  private final Sink sink;
  private byte[] head = new byte[USUAL_HEAD];
  private State state = State.HEAD;
  private int headLength;
  private long left;
  private boolean sizeEnded;
  private int lineLength;

  public MessageReader(Sink sink) {
    this.sink = sink;
  }

  /** Takes all bytes; throws when they are not HTTP. */
  public void read(ByteBuf in) {
    while (in.isReadable()) {
      switch (state) {
        case HEAD -> readHead(in);
        case FIXED, CHUNK -> readBody(in);
        case CHUNK_SIZE -> readSize(in.readByte());
        case CHUNK_END -> readChunkEnd(in.readByte());
        case TRAILER -> readTrailer(in.readByte());
      }
    }
  }

  private void readHead(ByteBuf in) {
    while (in.isReadable() && state == State.HEAD) {
      if (headLength == head.length) {
        growHead();
      }
      byte b = in.readByte();
      head[headLength++] = b;
      if (b == '\n' && headIsWhole()) {
        endHead();
      }
    }
  }

  private void growHead() {
    if (headLength == LARGEST_HEAD) {
      throw new IllegalStateException("a head of over 32 KB");
    }
    head = Arrays.copyOf(head, 2 * headLength);
  }

  private boolean headIsWhole() {
    return headLength >= 4 && head[headLength - 3] == '\n' && head[headLength - 2] == '\r';
  }

  private void endHead() {
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    headLength = 0;
    sink.head(text);
    if (Heads.isChunked(text)) {
      beginSize();
      return;
    }
    left = Heads.contentLength(text);
    if (left < 0 && text.startsWith("HTTP/")) {
      throw new IllegalStateException("an answer without a length");
    }
    if (left > 0) {
      state = State.FIXED;
    } else {
      end();
    }
  }

  private void readBody(ByteBuf in) {
    int length = (int) Math.min(left, in.readableBytes());
    sink.body(in, in.readerIndex(), length);
    in.skipBytes(length);
    left -= length;
    if (left > 0) {
      return;
    }
    if (state == State.FIXED) {
      end();
    } else {
      state = State.CHUNK_END;
    }
  }

  private void beginSize() {
    state = State.CHUNK_SIZE;
    left = 0;
    sizeEnded = false;
  }

  private void readSize(byte b) {
    if (b == '\n') {
      lineLength = 0;
      state = left == 0 ? State.TRAILER : State.CHUNK;
    } else if (b == ';' || b == '\r') {
      sizeEnded = true;
    } else if (!sizeEnded) {
      left = left * 16 + digit(b);
    }
  }

  private static int digit(byte b) {
    int digit = Character.digit(b, 16);
    if (digit < 0) {
      throw new IllegalStateException("a chunk without a size");
    }
    return digit;
  }

  private void readChunkEnd(byte b) {
    if (b == '\n') {
      beginSize();
    } else if (b != '\r') {
      throw new IllegalStateException("a chunk that is longer than it says");
    }
  }

  private void readTrailer(byte b) {
    if (b != '\n') {
      lineLength += b == '\r' ? 0 : 1;
    } else if (lineLength == 0) {
      end();
    } else {
      lineLength = 0;
    }
  }

  private void end() {
    state = State.HEAD;
    sink.end();
  }
}
