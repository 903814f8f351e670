package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Long streams with large prompts: what was asked is not kept while the answer goes on. */
class BodiesLetGoTest {
  private static final int STREAMS = 60;
  private static final int PROMPT = 2_000_000;

  private final CountDownLatch over = new CountDownLatch(1);

  /** Takes any request, keeps nothing of it, begins a stream and ends it when told. */
  private void answer(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      in.skipNBytes(length(in));
      OutputStream out = client.getOutputStream();
      String begin =
          "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
      out.write((begin + SlowAnswer.START).getBytes(StandardCharsets.UTF_8));
      out.flush();
      over.await();
      out.write(SlowAnswer.END.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long length(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.read());
    }
    return head.toString()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }

  private void serve(ServerSocket provider) {
    while (!provider.isClosed()) {
      try {
        Socket client = provider.accept();
        Thread.ofVirtual().start(() -> answer(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static HttpURLConnection begin(CallDesk desk, byte[] body) throws IOException {
    var connection = (HttpURLConnection) desk.ai("/v1/messages").toURL().openConnection();
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    connection.setRequestProperty("x-api-key", desk.job.token());
    connection.getOutputStream().write(body);
    assertThat(connection.getResponseCode()).isEqualTo(200);
    assertThat(connection.getInputStream().read()).isEqualTo('e');
    return connection;
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void openStreamsDoNotHoldWhatWasAsked() throws Exception {
    byte[] body = SlowAnswer.ASK.replace("hi", "x".repeat(PROMPT)).getBytes(StandardCharsets.UTF_8);
    assertThat(body).hasSizeGreaterThan(PROMPT);
    try (var provider = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(provider));
      var url = URI.create("http://127.0.0.1:" + provider.getLocalPort());
      try (var desk = CallDesk.open(Engine.SQLITE, url, Duration.ofSeconds(60), Map.of())) {
        desk.deleteAllowances();
        long before = used();
        List<HttpURLConnection> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
          streams.add(begin(desk, body));
        }
        assertThat(used() - before).isLessThan((long) STREAMS * PROMPT / 3);
        over.countDown();
        for (var stream : streams) {
          assertThat(new String(stream.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
              .endsWith(SlowAnswer.END);
        }
      }
    }
  }
}
