package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that keep the server waiting, and bodies that fill its memory. */
class SilentClientsTest {
  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final int ROOM = 3 << 20;

  private final Server server =
      new Server(
          (_, why) ->
              switch (why.getCause() == null ? why : why.getCause()) {
                case Stalled _ -> Reply.message(408, "stalled");
                case NoRoom _ -> Reply.message(503, "no room");
                default -> Reply.message(500, String.valueOf(why));
              },
          new ServerLimits(IDLE, ROOM, EventPace.USUAL),
          TrustedProxies.NONE,
          Headers.NONE);
  private final Semaphore inside = new Semaphore(0);
  private final CountDownLatch goOn = new CountDownLatch(1);

  SilentClientsTest() {
    server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.serve(
        List.of(
            Route.post("/echo", new Guarded("ANYONE", this::echo)),
            Route.post("/slow", new Guarded("ANYONE", this::slow))));
  }

  @AfterEach
  void close() {
    goOn.countDown();
    server.close();
  }

  private Reply echo(Request request) {
    return Reply.message(200, "length " + request.body().length);
  }

  private Reply slow(Request request) throws InterruptedException {
    inside.release();
    goOn.await();
    return echo(request);
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String head(String path, int length) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
  }

  /** All that comes until the server closes. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static String answer(Socket socket) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().contains("\"}")) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        return text + " and then closed";
      }
      text.append((char) read);
    }
    return text.toString();
  }

  @Test
  void whoSendsNothingIsNotWaitedFor() throws IOException {
    try (var socket = connect()) {
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void whoSendsHalfAHeadIsNotWaitedFor() throws IOException {
    try (var socket = connect()) {
      send(socket, "POST /echo HTTP/1.1\r\nHost: a\r\n");
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void whoSendsHalfABodyIsToldAndEnded() throws IOException {
    try (var socket = connect()) {
      send(socket, head("/echo", 100) + "half");
      assertThat(rest(socket)).startsWith("HTTP/1.1 408 ").contains("stalled");
    }
  }

  @Test
  void aConnectionThatIsNotUsedAgainIsEnded() throws IOException {
    try (var socket = connect()) {
      send(socket, head("/echo", 2) + "hi");
      assertThat(answer(socket)).contains("length 2");
      send(socket, head("/echo", 3) + "hey");
      assertThat(answer(socket)).contains("length 3");
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void aBodyThatComesPieceByPieceMayTakeLong() throws Exception {
    try (var socket = connect()) {
      send(socket, head("/echo", 10));
      for (int i = 0; i < 10; i++) {
        Thread.sleep(IDLE.dividedBy(4));
        send(socket, "x");
      }
      assertThat(answer(socket)).contains("length 10");
    }
  }

  @Test
  void anAnswerMayTakeAsLongAsItTakes() throws Exception {
    try (var socket = connect()) {
      send(socket, head("/slow", 2) + "hi");
      inside.acquire();
      Thread.sleep(IDLE.multipliedBy(3));
      goOn.countDown();
      assertThat(answer(socket)).contains("200 OK").contains("length 2");
    }
  }

  @Test
  void bodiesFindRoomOrAreRefusedAndTheirRoomIsFreeAgain() throws Exception {
    String megabyte = head("/slow", 1 << 20) + "x".repeat(1 << 20);
    try (var first = connect();
        var second = connect()) {
      send(first, megabyte);
      inside.acquire();
      send(second, megabyte);
      assertThat(answer(second)).contains("503").contains("no room");
      goOn.countDown();
      assertThat(answer(first)).contains("length 1048576");
    }
    for (int i = 0; i < 5; i++) {
      try (var next = connect()) {
        send(next, megabyte);
        assertThat(answer(next)).contains("length 1048576");
      }
    }
  }

  /** A little after it has gone: that is not noticed at once. */
  @Test
  void whatAGoneClientHadSentTakesNoRoom() throws Exception {
    try (var gone = connect();
        var other = connect()) {
      send(gone, head("/echo", 1 << 20) + "x".repeat(1_000_000));
      send(other, head("/echo", 1 << 20) + "x".repeat(500_000));
    }
    await().ignoreExceptions().atMost(Duration.ofSeconds(20)).until(this::aMegabytePasses);
  }

  private boolean aMegabytePasses() throws IOException {
    try (var socket = connect()) {
      send(socket, head("/echo", 1 << 20) + "x".repeat(1 << 20));
      return answer(socket).contains("length 1048576");
    }
  }
}
