package dev.bridle.call;

import static org.awaitility.Awaitility.await;

import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.TlsProvider;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A very long answer, and how much of it could be written until now. */
public final class Flood {
  /** Of one piece; the same characters again and again. */
  public static final String TEXT = "0123456789abcdef".repeat(1024);

  /** They make a quarter of a gigabyte. */
  private static final int PIECES = 16_384;

  private final String contentType;
  private final byte[] first;
  private final byte[] piece;
  private final byte[] last;
  private final int pieces;
  private final AtomicLong written = new AtomicLong();

  private Flood(String contentType, String first, String piece, String last, int pieces) {
    this.contentType = contentType;
    this.first = first.getBytes(StandardCharsets.UTF_8);
    this.piece = piece.getBytes(StandardCharsets.UTF_8);
    this.last = last.getBytes(StandardCharsets.UTF_8);
    this.pieces = pieces;
  }

  /** A stream of so many pieces between a beginning and an end. */
  public static Flood of(String first, String piece, String last, int pieces) {
    return new Flood("text/event-stream", first, piece, last, pieces);
  }

  static Flood ofEvents() {
    return new Flood(
        "text/event-stream",
        SlowAnswer.START,
        SlowAnswer.DELTA.replace("word", TEXT),
        SlowAnswer.END,
        PIECES);
  }

  static Flood ofOneObject() {
    return new Flood(
        "application/json",
        "{\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"",
        TEXT,
        "\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":90}}",
        PIECES);
  }

  private long length() {
    return first.length + (long) pieces * piece.length + last.length;
  }

  private byte[] part(int number) {
    return number == 0 ? first : number <= pieces ? piece : last;
  }

  /** Over HTTP/1.1. */
  public void write(FakeProvider.Asked asked, OutputStream out) throws IOException {
    FakeProvider.write(
        out,
        "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
            .formatted(contentType, length()));
    for (int i = 0; i < pieces + 2; i++) {
      out.write(part(i));
      written.addAndGet(part(i).length);
    }
  }

  /** Over HTTP/2, as fast as the other side lets it. */
  void write(TlsProvider.Asked asked) {
    var response = asked.request().response();
    response.putHeader("content-type", contentType);
    var next = new AtomicInteger();
    Runnable writing =
        () -> {
          while (next.get() < pieces + 2 && !response.writeQueueFull() && !response.closed()) {
            byte[] bytes = part(next.getAndIncrement());
            var _ = response.write(Buffer.buffer(bytes));
            written.addAndGet(bytes.length);
          }
          if (next.get() == pieces + 2 && !response.ended()) {
            var _ = response.end();
          }
        };
    response.drainHandler(_ -> writing.run());
    writing.run();
  }

  /** How much was written when no more went. */
  public long blockedAfter() {
    var before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          long now = written.get();
          return now == before.getAndSet(now) && now > 0;
        });
    return written.get();
  }

  String hash() throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < pieces + 2; i++) {
      digest.update(part(i));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String hash(InputStream in) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    var bytes = new byte[64 << 10];
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      digest.update(bytes, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
