package dev.bridle.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server, passes every byte on in both directions and counts messages asked for.
 */
final class CountingRelay implements AutoCloseable {
  private static final byte[] MESSAGE = "POST /v3/ai/".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TEXT = "It is sunny".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COUNT = "/count_tokens".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;
  private final int port;
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicInteger counts = new AtomicInteger();
  private final AtomicInteger texts = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  CountingRelay(URI server) {
    port = server.getPort();
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** How many messages were asked for since the last time. */
  int messages() {
    return messages.getAndSet(0) - counts.getAndSet(0);
  }

  /** Whether a client was sent the beginning of a model's text. */
  boolean hasPassedText() {
    return texts.get() > 0;
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        var client = socket.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> pass(client, server, true));
        Thread.ofVirtual().start(() -> pass(server, client, false));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    var message = new Occurrences(MESSAGE, messages);
    var count = new Occurrences(COUNT, counts);
    var text = new Occurrences(TEXT, texts);
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var bytes = new byte[8192];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (counted) {
          message.see(bytes, n);
          count.see(bytes, n);
        } else {
          text.see(bytes, n);
        }
        out.write(bytes, 0, n);
      }
    } catch (IOException e) {
      // One side has left, and so does the other.
    }
  }

  /**
   * Finds a text in bytes that come in pieces; no client of ours sends it but in its first line.
   */
  private static final class Occurrences {
    private final byte[] text;
    private final AtomicInteger found;
    private int matched;

    Occurrences(byte[] text, AtomicInteger found) {
      this.text = text;
      this.found = found;
    }

    void see(byte[] bytes, int length) {
      for (int i = 0; i < length; i++) {
        matched = bytes[i] == text[matched] ? matched + 1 : bytes[i] == text[0] ? 1 : 0;
        if (matched == text.length) {
          found.incrementAndGet();
          matched = 0;
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket one : open) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
