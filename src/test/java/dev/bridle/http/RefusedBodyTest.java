package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client hears the answer to its head although it goes on sending a body that nobody wants. */
class RefusedBodyTest {
  private static final int LENGTH = 8 << 20;
  private static final int PIECE = 64 << 10;

  private final Server server =
      new Server(
          (_, why) -> Reply.message(why.getCause() instanceof TooLarge ? 413 : 500, "refused"),
          new ServerLimits(Duration.ofSeconds(20), 64 << 20, EventPace.USUAL),
          TrustedProxies.NONE,
          Headers.NONE);

  RefusedBodyTest() {
    server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.serve(List.of(Route.form("/", new Guarded("ANYONE", _ -> Reply.message(200, "taken")))));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Socket ask(String headers) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    String head = "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "Content-Length: " + LENGTH;
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String start(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "Expect: 100-continue\r\nConnection: close\r\n"
      })
  void whatIsSentAfterTheAnswerIsThrownAway(String headers) throws Exception {
    try (var socket = ask(headers)) {
      assertThat(start(socket)).isEqualTo("HTTP/1.1 413");
      var body = socket.getOutputStream();
      assertThatCode(
              () -> {
                for (int sent = 0; sent < LENGTH; sent += PIECE) {
                  body.write(new byte[PIECE]);
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aClientThatWaitsForItsContinueAndSendsNothingIsLetGo() throws Exception {
    try (var socket = ask("Expect: 100-continue\r\n")) {
      assertThat(start(socket)).isEqualTo("HTTP/1.1 413");
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .containsIgnoringCase("connection: close");
    }
  }
}
