package dev.bridle.call;

import dev.bridle.testing.CallDesk;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection of a job, byte for byte, that is kept open from one call to the next. */
final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  /** An answer whose frame is taken off. */
  record Came(int status, Map<String, String> headers, byte[] body) {}

  private final CallDesk desk;
  private final Socket socket;
  private final InputStream in;

  RawConnection(CallDesk desk) throws IOException {
    this.desk = desk;
    socket = new Socket(InetAddress.getLoopbackAddress(), desk.ai("").getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** The head of a call, with more header lines. */
  byte[] head(String path, String... lines) {
    var head =
        new StringBuilder("POST /v3/ai/" + path + " HTTP/1.1\r\nHost: x\r\nx-api-key: ")
            .append(desk.job.token())
            .append("\r\ncontent-type: application/json\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  RawConnection write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Says that nothing more will come, and goes on reading. */
  RawConnection endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The same, one byte at a time. */
  RawConnection trickle(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      socket.getOutputStream().write(b);
      socket.getOutputStream().flush();
    }
    return this;
  }

  RawConnection call(String path, byte[] body) throws IOException {
    return write(head(path, "Content-Length: " + body.length)).write(body);
  }

  Came read() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    var headers = new TreeMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Came(status, headers, status == 100 ? new byte[0] : body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return exactly(Integer.parseInt(headers.get("content-length")));
    }
    return "chunked".equals(headers.get("transfer-encoding")) ? chunks() : in.readAllBytes();
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.writeBytes(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the answer was cut after " + bytes.length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the answer was cut after: " + line);
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
