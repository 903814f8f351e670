package dev.bridle.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.call.Flood;
import dev.bridle.call.Settled;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Clients that stop reading a long stream: it waits at its provider, and then comes whole. */
@Tag("e2e")
@NeedsEveryClient
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReadersTest {
  /** Just less than 100 MB, which is the longest text that our reader of JSON takes. */
  private static final int PIECES = 6_000;

  /** The buffers of four sockets, which the system makes as large as it likes, and of both ends. */
  private static final long MOST_UNDER_WAY = 48L << 20;

  private final RunningClients clients = new RunningClients();

  @AfterAll
  void close() {
    clients.close();
  }

  @ParameterizedTest
  @FieldSource("dev.bridle.clients.Client#EVERY")
  void whatAClientDoesNotReadWaitsAtTheProvider(Client client) {
    var flood = client.format().flood(PIECES);
    try (var provider = new FakeProvider(flood::write);
        var desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(60))) {
      desk.connectOpenAi();
      String url = "http://127.0.0.1:" + desk.ai("/").getPort();
      var asking = Asking.of(client.format(), url, desk.job.token(), "paused-stream");
      var told =
          clients
              .of(client)
              .askAndPause(
                  asking, () -> assertThat(flood.blockedAfter()).isLessThan(MOST_UNDER_WAY));
      assertThat(told.json().path("length").asLong())
          .as(told.output() + desk.calls())
          .isEqualTo((long) PIECES * Flood.TEXT.length() + " \u2014 21 \u00b0C.".length());
      Settled.only(desk, "completed", "exact");
      assertThat(provider.asked()).hasSize(1);
    }
  }
}
