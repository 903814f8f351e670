package dev.bridle.call;

import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A job that makes one call on a connection of its own, reads as it comes, and may leave. */
public final class Reader implements AutoCloseable {
  private final Socket socket;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<String> whole = new CompletableFuture<>();

  private Reader(Socket socket) {
    this.socket = socket;
    Thread.ofVirtual().start(this::readAll);
  }

  public static Reader of(CallDesk desk, String body) {
    var address = desk.ai("/v1/messages");
    var request =
        "POST %s HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(address.getPath(), desk.job.token(), body.length(), body);
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new Reader(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readAll() {
    var bytes = new byte[8192];
    try {
      var in = socket.getInputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        read.write(bytes, 0, n);
      }
    } catch (IOException e) {
      // Cut or left: what was read until now is all there is.
    }
    whole.complete(read.toString(StandardCharsets.UTF_8));
  }

  /** Waits until so much has come. */
  public Reader until(String text) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(20))
        .until(() -> read.toString(StandardCharsets.UTF_8).contains(text));
    return this;
  }

  /** Everything, once it has ended; fails when it takes longer than that. */
  public String whole(Duration atMost) {
    try {
      return whole.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not ended within " + atMost + ", but read: " + read, e);
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean hasEnded() {
    return whole.isDone();
  }

  void leave() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    leave();
  }
}
