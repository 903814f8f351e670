package dev.bridle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes bytes on in both directions, until it is cut through without anyone being told. */
public final class Wire implements AutoCloseable {
  private final ServerSocket socket;
  private final int port;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<Socket> silenced = new CopyOnWriteArrayList<>();
  private boolean holdsBack;

  /** To a port on this machine. */
  public Wire(int port) {
    this.port = port;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How many have connected. */
  public int connections() {
    return open.size() / 2;
  }

  /** From now on bytes of connections that are open go nowhere; new connections are well. */
  public void cut() {
    silenced.addAll(open);
  }

  /** From now on nothing is passed on until {@link #goOn}. */
  public synchronized void holdBack() {
    holdsBack = true;
  }

  public synchronized void goOn() {
    holdsBack = false;
    notifyAll();
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        var client = socket.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      var bytes = new byte[8192];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        awaitLeave();
        if (!silenced.contains(from)) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException | InterruptedException e) {
      // One side has left, and so does the other.
    }
  }

  private synchronized void awaitLeave() throws InterruptedException {
    while (holdsBack) {
      wait();
    }
  }

  @Override
  public void close() {
    try {
      goOn();
      socket.close();
      for (Socket one : open) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
