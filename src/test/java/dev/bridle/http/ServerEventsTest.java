package dev.bridle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerEventsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Server> servers = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  @AfterEach
  void close() {
    servers.forEach(Server::close);
  }

  private Server serve(EventPace pace, Handler handler) {
    var server =
        new Server(
            (_, why) -> Reply.message(500, String.valueOf(why)),
            new ServerLimits(Duration.ofMinutes(1), 64 << 20, pace),
            TrustedProxies.NONE,
            Headers.NONE);
    servers.add(server);
    server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.serve(List.of(Route.get("/events", Guarded.anyone(handler))));
    return server;
  }

  private static URI address(Server server) {
    return URI.create("http://127.0.0.1:" + server.port() + "/events");
  }

  private static HttpResponse<Stream<String>> open(Server server) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address(server)).build(), BodyHandlers.ofLines());
  }

  /** Tells what is put into it. */
  private final class Told implements EventSource {
    final BlockingQueue<List<ServerEvent>> pieces = new LinkedBlockingQueue<>();

    @Override
    public List<ServerEvent> next(Duration atMost) throws InterruptedException {
      var piece = pieces.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return piece == null ? List.of() : piece;
    }

    @Override
    public void close() {
      pieces.add(List.of());
      closed.countDown();
    }
  }

  @Test
  void eventsComeAsTheyAreTold() throws Exception {
    var told = new Told();
    var answer = open(serve(EventPace.USUAL, _ -> Reply.events(told)));

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    var lines = answer.body().iterator();
    assertThat(lines.next()).startsWith("retry: ");
    assertThat(lines.next()).isEmpty();
    told.pieces.add(List.of(new ServerEvent("job", "7", "one\ntwo")));
    assertThat(List.of(lines.next(), lines.next(), lines.next(), lines.next(), lines.next()))
        .containsExactly("id: 7", "event: job", "data: one", "data: two", "");
  }

  @Test
  void silenceHasSignsOfLifeAndAnEnd() throws Exception {
    var pace = new EventPace(Duration.ofMillis(20), Duration.ofMillis(300), LONG, 10);
    var server = serve(pace, _ -> Reply.events(new Told()));

    var lines = open(server).body().toList();

    assertThat(lines.subList(2, lines.size())).contains(":").containsOnly(":", "");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aDrainEndsThemInGoodOrder() throws Exception {
    var server = serve(EventPace.USUAL, _ -> Reply.events(new Told()));
    var answer = open(server);
    long before = System.nanoTime();

    server.drain(LONG, () -> {});

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(answer.body().toList()).startsWith("retry: 1000");
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void aSourceThatIsOverEndsItsStreamInGoodOrder() throws Exception {
    EventSource over =
        new EventSource() {
          @Override
          public List<ServerEvent> next(Duration atMost) {
            return List.of(new ServerEvent("job", null, "too late"));
          }

          @Override
          public boolean isOver() {
            return true;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };

    assertThat(open(serve(EventPace.USUAL, _ -> Reply.events(over))).body().toList())
        .containsExactly("retry: 1000", "");
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static Socket connect(Server server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void whoLeavesIsForgotten() throws Exception {
    var server = serve(EventPace.USUAL, _ -> Reply.events(new Told()));
    try (var socket = connect(server)) {
      assertThat(firstLine(socket)).contains("200");
    }

    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Never ends, and counts how often it was asked. */
  private final class Endless implements EventSource {
    final AtomicLong asked = new AtomicLong();

    @Override
    public List<ServerEvent> next(Duration atMost) {
      asked.incrementAndGet();
      return List.of(new ServerEvent("x", null, "y".repeat(50_000)));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void whoTakesNothingIsToldNothingAndCutOff() throws Exception {
    var endless = new Endless();
    var pace = new EventPace(LONG, LONG, Duration.ofMillis(500), 10);
    var server = serve(pace, _ -> Reply.events(endless));
    try (var socket = connect(server)) {
      assertThat(firstLine(socket)).contains("200");
      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
      // What the system's own buffers take, and no more.
      assertThat(endless.asked.get()).isLessThan(400);
    }
  }

  @Test
  void thereAreSoManyAtMost() throws Exception {
    var server = serve(new EventPace(LONG, LONG, LONG, 1), _ -> Reply.events(new Told()));
    var first = open(server);

    var second = open(server);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void whoAsksForTheHeadGetsNoStream() throws Exception {
    var server = serve(EventPace.USUAL, _ -> Reply.events(new Told()));
    var request = HttpRequest.newBuilder(address(server)).HEAD().build();

    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void aSourceThatFailsEndsItsStreamOnly() throws Exception {
    EventSource broken =
        new EventSource() {
          @Override
          public List<ServerEvent> next(Duration atMost) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    var server = serve(EventPace.USUAL, _ -> Reply.events(broken));
    try (var socket = connect(server)) {
      assertThat(firstLine(socket)).contains("200");
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
    try (var socket = connect(server)) {
      assertThat(firstLine(socket)).contains("200");
    }
  }
}
