package dev.bridle.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for a model provider on a loopback socket, keeps and counts what it was asked, and can
 * misbehave in every way that a byte stream allows.
 */
public final class FakeProvider implements AutoCloseable {
  /** One request as it came in. */
  public record Asked(String method, String target, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Writes an answer, or part of one; the socket is closed when it returns, unless {@link
   * #keepConnections} says otherwise.
   */
  @FunctionalInterface
  public interface Behaviour {
    void answer(Asked asked, OutputStream out) throws Exception;
  }

  private final ServerSocket socket;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour;
  private volatile boolean keepsConnections;

  public FakeProvider(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** From now on a connection is good for more than one answer. */
  public FakeProvider keepConnections() {
    keepsConnections = true;
    return this;
  }

  /** How many connections to it are open. */
  public int connections() {
    return open.size();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  public List<Asked> asked() {
    return asked;
  }

  /** How many messages were asked for: what would cost money. */
  public long messages() {
    return asked.stream().filter(a -> a.target().startsWith("/v1/messages")).count();
  }

  /** How often one address was asked. */
  public long count(String target) {
    return asked.stream().filter(a -> a.target().equals(target)).count();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      do {
        Asked request = read(in);
        asked.add(request);
        behaviour.answer(request, client.getOutputStream());
        client.getOutputStream().flush();
      } while (keepsConnections);
    } catch (Exception e) {
      // The other side may leave at any time; that is part of what is tested.
    } finally {
      open.remove(client);
    }
  }

  private static Asked read(InputStream in) throws IOException {
    String first = line(in);
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the request was cut");
    }
    String[] parts = first.split(" ", 3);
    return new Asked(parts[0], parts[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the request was cut");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  public static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A whole answer with its length. */
  public static Behaviour answering(int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (_, out) -> {
      write(
          out,
          "HTTP/1.1 %d X\r\ncontent-type: %s\r\ncontent-length: %d\r\nrequest-id: req_fake\r\nconnection: close\r\n\r\n"
              .formatted(status, contentType, bytes.length));
      out.write(bytes);
    };
  }

  /** The head of a stream that ends when the connection does. */
  public static void startStream(OutputStream out) throws IOException {
    write(
        out,
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nrequest-id: req_fake\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
  }

  public static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(out, Integer.toHexString(bytes.length) + "\r\n");
    out.write(bytes);
    write(out, "\r\n");
  }

  public static void endStream(OutputStream out) throws IOException {
    write(out, "0\r\n\r\n");
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket client : open) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
