package dev.bridle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Listens, but never takes anyone, and has no more room for those who wait. */
public final class FullBacklog implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 300;

  private final ServerSocket socket;
  private final List<Socket> waiting = new ArrayList<>();

  public FullBacklog() {
    try {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      fill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill() throws IOException {
    try {
      while (true) {
        var one = new Socket();
        waiting.add(one);
        one.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()),
            PATIENCE_MILLIS);
      }
    } catch (SocketTimeoutException e) {
      // It is full.
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  @Override
  public void close() {
    try {
      for (Socket one : waiting) {
        one.close();
      }
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
