package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Certificates;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.TlsProvider;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs that don't read what comes: what waits for them stays little, and nothing of it is lost. */
class SlowClientTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The buffers of four sockets, which the system makes as large as it likes, and ours. */
  private static final long MOST_UNDER_WAY = 48L << 20;

  private static final Certificates CERTIFICATES = new Certificates();

  private static CallDesk desk(FakeProvider provider) {
    return CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(60));
  }

  private static CallDesk desk(TlsProvider provider) {
    return CallDesk.open(
        Engine.SQLITE,
        provider.url(),
        Duration.ofSeconds(60),
        Map.of(
            "upstream-ca-file",
            CERTIFICATES.file().toString(),
            // So few that the event loops share them as one, and all calls a connection.
            "upstream-connections",
            "50"));
  }

  private static TlsProvider http2(TlsProvider.Behaviour behaviour) throws Exception {
    return new TlsProvider(CERTIFICATES.named("localhost"), List.of(HttpVersion.HTTP_2), behaviour);
  }

  /** A job's request, of whose answer nothing is read until somebody does. */
  private static HttpURLConnection ask(CallDesk desk, boolean stream) throws IOException {
    var connection = (HttpURLConnection) desk.ai("/v1/messages").toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("x-api-key", desk.job.token());
    String body = SlowAnswer.ASK.replace("true", String.valueOf(stream));
    connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    assertThat(connection.getResponseCode()).isEqualTo(200);
    return connection;
  }

  private static void assertHeldBackAndThenWhole(CallDesk desk, Flood flood, boolean stream)
      throws Exception {
    var connection = ask(desk, stream);
    assertThat(flood.blockedAfter()).isLessThan(MOST_UNDER_WAY);
    try (var in = connection.getInputStream()) {
      assertThat(Flood.hash(in)).isEqualTo(flood.hash());
    }
    var row = Settled.only(desk, "completed", "exact");
    assertThat(row.path("output_tokens").asLong()).isEqualTo(90);
  }

  @Test
  void aStreamWaitsAtTheProvider() throws Exception {
    var flood = Flood.ofEvents();
    try (var provider = new FakeProvider(flood::write);
        var desk = desk(provider)) {
      assertHeldBackAndThenWhole(desk, flood, true);
    }
  }

  @Test
  void aHugePlainAnswerWaitsAtTheProvider() throws Exception {
    var flood = Flood.ofOneObject();
    try (var provider = new FakeProvider(flood::write);
        var desk = desk(provider)) {
      assertHeldBackAndThenWhole(desk, flood, false);
    }
  }

  @Test
  void aStreamOfHttp2WaitsAtTheProvider() throws Exception {
    var flood = Flood.ofEvents();
    try (var provider = http2(flood::write);
        var desk = desk(provider)) {
      assertHeldBackAndThenWhole(desk, flood, true);
    }
  }

  @Test
  void aHugePlainAnswerOfHttp2WaitsAtTheProvider() throws Exception {
    var flood = Flood.ofOneObject();
    try (var provider = http2(flood::write);
        var desk = desk(provider)) {
      assertHeldBackAndThenWhole(desk, flood, false);
    }
  }

  @Test
  void thoseWhoDoNotReadHoldUpNobodyElseOnTheirConnection() throws Exception {
    try (var provider = http2(asked -> asked.answer(200, "application/json", "{}"));
        var desk = desk(provider)) {
      desk.post("/v1/messages", SlowAnswer.ASK);
      var floods = new ArrayList<Flood>();
      var connections = new ArrayList<HttpURLConnection>();
      for (int i = 0; i < 20; i++) {
        var flood = Flood.ofEvents();
        provider.behave(flood::write);
        floods.add(flood);
        connections.add(ask(desk, true));
      }
      for (Flood flood : floods) {
        assertThat(flood.blockedAfter()).isPositive();
      }
      provider.behave(asked -> {
        asked.start(SlowAnswer.START + SlowAnswer.DELTA);
        asked.end(SlowAnswer.END);
      });
      assertThat(desk.post("/v1/messages", SlowAnswer.ASK).body()).contains("message_stop");
      assertThat(provider.connections()).isEqualTo(1);
      connections.forEach(HttpURLConnection::disconnect);
      await().atMost(SOON).until(() -> Settled.all(desk, 22).size() == 22);
      Settled.nothingIsHeld(desk);
    }
  }
}
