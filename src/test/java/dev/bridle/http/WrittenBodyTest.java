package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are written while they are made. */
class WrittenBodyTest {
  private static final int PIECES = 2_000;
  private static final byte[] PIECE =
      "0123456789abcdef".repeat(2_048).getBytes(StandardCharsets.US_ASCII);

  private final Server server =
      new Server(
          (_, _) -> Reply.message(500, "failed"),
          ServerLimits.of(Duration.ofMinutes(1)),
          TrustedProxies.NONE,
          Headers.NONE);
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong written = new AtomicLong();
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

  WrittenBodyTest() {
    server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.serve(
        List.of(route("/all", this::all), route("/half", this::half), route("/nothing", _ -> {})));
  }

  private static Route route(String path, Streamed.Written writing) {
    return Route.get(path, new Guarded("ANYONE", _ -> Reply.written("text/plain", writing)));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private void all(OutputStream out) throws IOException {
    try {
      for (int i = 0; i < PIECES; i++) {
        out.write(PIECE);
        out.write('\n');
        written.addAndGet(PIECE.length + 1L);
      }
    } catch (IOException e) {
      ended.complete(e);
      throw e;
    }
  }

  private void half(OutputStream out) throws IOException {
    out.write(PIECE);
    out.write(PIECE);
    throw new IllegalStateException("the database has gone");
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(Duration.ofSeconds(60))
        .build();
  }

  @Test
  void aLongBodyArrivesWhole() throws Exception {
    var answer = client.send(request("GET", "/all"), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(PIECES * (PIECE.length + 1));
    assertThat(answer.body()).startsWith(PIECE).endsWith('\n');
  }

  @Test
  void aBodyOfNothingIsEmpty() throws Exception {
    var answer = client.send(request("GET", "/nothing"), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whoAsksForTheHeadGetsNoBody() throws Exception {
    var answer = client.send(request("HEAD", "/all"), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(written).hasValue(0);
  }

  @Test
  void aBodyThatFailsIsNotTakenForAWholeOne() {
    assertThatThrownBy(
            () -> client.send(request("GET", "/half"), HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whoDoesNotReadFillsNoMemoryAndWhoLeavesEndsTheWriting() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setReceiveBufferSize(8_192);
      socket
          .getOutputStream()
          .write("GET /all HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      await().until(() -> written.get() > 0);
      // Sockets hold some megabytes; the rest waits in nobody's memory.
      await().during(Duration.ofSeconds(1)).until(() -> written.get() < PIECES * PIECE.length / 3);
      assertThat(ended).isNotDone();
    }
    assertThat(ended).succeedsWithin(Duration.ofSeconds(30));
    assertThat(written.get()).isLessThan((long) PIECES * PIECE.length);
  }
}
