package dev.bridle.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Certificates;
import dev.bridle.testing.Engine;
import dev.bridle.testing.TlsProvider;
import dev.bridle.testing.Wire;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What HTTP/2 brings: many calls on one connection, and more ways to end one. */
class Http2UpstreamTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * No more than a test wants to wait for, but enough for the first handshake of a busy machine.
   */
  private static final int CONNECT_SECONDS = 4;

  private static final int ERROR = 2;
  private static final int REFUSED = 7;
  private static final int CANCEL = 8;
  private static final String WHOLE = SlowAnswer.START + SlowAnswer.DELTA + SlowAnswer.END;
  private static final Certificates CERTIFICATES = new Certificates();

  private final TlsProvider provider = provider();
  private CallDesk desk = desk(provider.url(), Duration.ofSeconds(30), Map.of());

  private static TlsProvider provider() {
    try {
      return new TlsProvider(
          CERTIFICATES.named("localhost"), List.of(HttpVersion.HTTP_2), Http2UpstreamTest::whole);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void whole(TlsProvider.Asked asked) {
    asked.start(SlowAnswer.START + SlowAnswer.DELTA);
    asked.end(SlowAnswer.END);
  }

  private static CallDesk desk(URI url, Duration patience, Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("upstream-ca-file", CERTIFICATES.file().toString());
    // So few that the event loops share them as one: what is done to a connection meets all calls.
    settings.put("upstream-connections", "50");
    return CallDesk.open(Engine.SQLITE, url, patience, settings);
  }

  /** A server with other settings in the place of the first. */
  private void reopen(URI url, Duration patience, Map<String, String> more) {
    desk.close();
    desk = desk(url, patience, more);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static String message(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).at("/error/message").asString();
  }

  private void assertTheNextIsWellOn(int connections) {
    provider.behave(Http2UpstreamTest::whole);
    assertThat(desk.post("/v1/messages", SlowAnswer.ASK).body()).isEqualTo(WHOLE);
    assertThat(provider.connections()).isEqualTo(connections);
  }

  /** Whoever says that it has done nothing about a request says that it may be sent again. */
  private void assertThreeAttemptsThatCostNothing() {
    Settled.all(desk, 3).forEach(row -> Settled.assertRow(row, "not_sent", "exact"));
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aProviderThatGoesAwayBeforeItHasReadTheRequestCostsNothing() {
    provider.behave(asked -> asked.goAway(0));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer))
        .isEqualTo("The provider can't be reached: it went away with the request unread.");
    assertThreeAttemptsThatCostNothing();
    assertTheNextIsWellOn(4);
  }

  /** That is how a provider restarts one of its machines, and no sign that it is down. */
  @Test
  void aConnectionThatGoesAwayFromManyCallsIsNotManyFailures() {
    desk.deleteAllowances();
    assertTheNextIsWellOn(1);
    var unread = new ConcurrentLinkedQueue<TlsProvider.Asked>();
    provider.behave(unread::add);
    var readers = IntStream.range(0, 6).mapToObj(_ -> Reader.of(desk, SlowAnswer.ASK)).toList();
    await().atMost(SOON).until(() -> unread.size() == 6);
    assertThat(provider.connections()).isEqualTo(1);
    provider.behave(Http2UpstreamTest::whole);
    provider.asked().getFirst().goAway(1);
    readers.forEach(reader -> assertThat(reader.whole(SOON)).contains("message_stop"));
    assertThat(Settled.all(desk, 13))
        .extracting(row -> row.path("outcome").asString())
        .containsOnly("not_sent", "completed")
        .filteredOn("not_sent"::equals)
        .hasSize(6);
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aProviderThatGoesAwayInMidStreamEndsItFirst() {
    provider.behave(asked -> {
      asked.start(SlowAnswer.START);
      asked.goAway(-1);
      asked.write(SlowAnswer.DELTA);
      asked.end(SlowAnswer.END);
    });
    assertThat(desk.post("/v1/messages", SlowAnswer.ASK).body()).isEqualTo(WHOLE);
    Settled.only(desk, "completed", "exact");
    assertTheNextIsWellOn(2);
  }

  @Test
  void aStreamThatIsResetBeforeItsAnswerMayHaveBeenPaidFor() {
    provider.behave(asked -> asked.request().response().reset(ERROR));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer)).startsWith("The provider broke off before it answered: ");
    Settled.only(desk, "upstream_cut", "floor");
    assertTheNextIsWellOn(1);
  }

  @Test
  void aStreamThatIsRefusedUnreadCostsNothing() {
    provider.behave(asked -> asked.request().response().reset(REFUSED));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer))
        .isEqualTo("The provider can't be reached: it refused the request unread.");
    assertThreeAttemptsThatCostNothing();
    assertTheNextIsWellOn(1);
  }

  @Test
  void aStreamThatIsResetInTheMiddleIsCutForTheJobTooAndEstimated() {
    var begun = new CompletableFuture<TlsProvider.Asked>();
    provider.behave(asked -> {
      asked.start(SlowAnswer.START + SlowAnswer.DELTA);
      begun.complete(asked);
    });
    try (var reader = Reader.of(desk, SlowAnswer.ASK).until("\"word\"")) {
      begun.join().request().response().reset(ERROR);
      assertThat(reader.whole(SOON)).doesNotEndWith("0\r\n\r\n");
    }
    Settled.only(desk, "upstream_cut", "estimated");
    assertTheNextIsWellOn(1);
  }

  @Test
  void whatCameBeforeAResetReachesTheJob() {
    desk.deleteAllowances();
    provider.behave(asked ->
        asked
            .start(SlowAnswer.START + SlowAnswer.DELTA)
            .onSuccess(_ -> asked.request().response().reset(ERROR)));
    for (int i = 0; i < 30; i++) {
      try (var reader = Reader.of(desk, SlowAnswer.ASK)) {
        assertThat(reader.whole(SOON)).contains("\"word\"").doesNotEndWith("0\r\n\r\n");
      }
    }
    Settled.all(desk, 30).forEach(row -> Settled.assertRow(row, "upstream_cut", "estimated"));
  }

  @Test
  void aConnectionThatEndsTakesItsCallsAlongAndNoOther() {
    provider.behave(asked -> asked.start(SlowAnswer.START + SlowAnswer.DELTA));
    assertTheNextIsWellOn(1);
    provider.behave(asked -> asked.start(SlowAnswer.START + SlowAnswer.DELTA));
    var readers = IntStream.range(0, 5).mapToObj(_ -> Reader.of(desk, SlowAnswer.ASK)).toList();
    readers.forEach(reader -> reader.until("\"word\""));
    provider.asked().getFirst().connection().close();
    readers.forEach(reader -> reader.whole(SOON));
    var rows = Settled.all(desk, 6);
    rows.subList(1, 6).forEach(row -> Settled.assertRow(row, "upstream_cut", "estimated"));
    Settled.nothingIsHeld(desk);
    assertTheNextIsWellOn(2);
  }

  @Test
  void manyCallsGoAtOnceOnOneConnection() {
    desk.deleteAllowances();
    assertTheNextIsWellOn(1);
    var held = new ArrayList<TlsProvider.Asked>();
    provider.behave(asked -> {
      asked.start(SlowAnswer.START + SlowAnswer.DELTA);
      held.add(asked);
    });
    var readers = IntStream.range(0, 60).mapToObj(_ -> Reader.of(desk, SlowAnswer.ASK)).toList();
    readers.forEach(reader -> reader.until("\"word\""));
    held.forEach(asked -> asked.end(SlowAnswer.END));
    readers.forEach(reader -> assertThat(reader.whole(SOON)).contains("message_stop"));
    Settled.all(desk, 61).forEach(row -> Settled.assertRow(row, "completed", "exact"));
    Settled.nothingIsHeld(desk);
    assertThat(provider.connections()).isEqualTo(1);
  }

  @Test
  void aLargeRequestArrivesWhole() {
    desk.deleteAllowances();
    String ask = SlowAnswer.ASK.replace("\"hi\"", "\"" + "hi ".repeat(3 << 20) + "\"");
    assertThat(desk.post("/v1/messages", ask).body()).isEqualTo(WHOLE);
    assertThat(provider.asked().getFirst().body()).isEqualTo(ask);
    Settled.only(desk, "completed", "exact");
  }

  @Test
  void moreCallsThanThereIsRoomForWaitForOthersToEnd() {
    reopen(
        provider.url(),
        Duration.ofSeconds(30),
        Map.of("upstream-http2-connections", "2", "upstream-http2-streams", "3"));
    var held = new ConcurrentLinkedQueue<TlsProvider.Asked>();
    provider.behave(held::add);
    var readers = IntStream.range(0, 8).mapToObj(_ -> Reader.of(desk, SlowAnswer.ASK)).toList();
    await().atMost(SOON).until(() -> held.size() == 6);
    await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> held.size() == 6);
    assertThat(provider.connections()).isEqualTo(2);
    provider.behave(Http2UpstreamTest::whole);
    held.forEach(Http2UpstreamTest::whole);
    readers.forEach(reader -> assertThat(reader.whole(SOON)).contains("message_stop"));
    Settled.all(desk, 8).forEach(row -> Settled.assertRow(row, "completed", "exact"));
    assertThat(provider.connections()).isEqualTo(2);
  }

  @Test
  void aCallThatFindsNoRoomInTimeIsNotMade() {
    reopen(
        provider.url(),
        Duration.ofSeconds(CONNECT_SECONDS),
        Map.of(
            "upstream-http2-connections",
            "1",
            "upstream-http2-streams",
            "1",
            "upstream-first-byte-seconds",
            "60"));
    var held = new CompletableFuture<TlsProvider.Asked>();
    provider.behave(held::complete);
    try (var first = Reader.of(desk, SlowAnswer.ASK)) {
      var asked = held.orTimeout(10, TimeUnit.SECONDS).join();
      // As many as would open the breaker, were they the provider's failures.
      var others = IntStream.range(0, 5).mapToObj(_ -> Reader.of(desk, SlowAnswer.ASK)).toList();
      for (Reader other : others) {
        assertThat(other.whole(SOON))
            .startsWith("HTTP/1.1 503 ")
            .contains("\r\nretry-after: 2\r\n", "no_free_connection")
            .contains("Bridle has no free connection to the provider: all that it may open to")
            .contains(" were in use for " + CONNECT_SECONDS + " s. Ask again shortly;");
      }
      whole(asked);
      assertThat(first.whole(SOON)).contains("message_stop");
    }
    assertTheNextIsWellOn(1);
    assertThat(Settled.all(desk, 7))
        .extracting(row -> row.path("outcome").asString())
        .containsOnly("not_sent", "completed")
        .filteredOn("not_sent"::equals)
        .hasSize(5);
    Settled.nothingIsHeld(desk);
  }

  @Test
  void aJobThatLeavesCancelsItsStreamAndLeavesTheConnectionToOthers() {
    var code = new CompletableFuture<Long>();
    provider.behave(asked -> {
      asked
          .request()
          .response()
          .exceptionHandler(why -> {
            if (why instanceof StreamResetException reset) {
              code.complete(reset.getCode());
            }
          });
      asked.start(SlowAnswer.START + SlowAnswer.DELTA);
    });
    Reader.of(desk, SlowAnswer.ASK).until("\"word\"").leave();
    assertThat(code.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(CANCEL);
    Settled.only(desk, "client_gone", "estimated");
    assertTheNextIsWellOn(1);
  }

  @Test
  void aConnectionThatDiesInSilenceIsFoundAndNotUsedAgain() {
    try (var wire = new Wire(provider.port())) {
      reopen(
          URI.create("https://localhost:" + wire.port()),
          Duration.ofSeconds(CONNECT_SECONDS / 2),
          Map.of("upstream-first-byte-seconds", "600", "upstream-idle-seconds", "600"));
      provider.behave(asked -> asked.start(SlowAnswer.START + SlowAnswer.DELTA));
      try (var reader = Reader.of(desk, SlowAnswer.ASK).until("\"word\"")) {
        wire.cut();
        reader.whole(PATIENCE);
      }
      Settled.only(desk, "upstream_cut", "estimated");
      assertTheNextIsWellOn(2);
    }
  }

  @Test
  void aHeadThatIsTooLargeIsNoAnswer() {
    provider.behave(asked -> {
      asked.request().response().putHeader("x-huge", "x".repeat(80 << 10));
      whole(asked);
    });
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(message(answer)).startsWith("The provider broke off before it answered: ");
    Settled.only(desk, "upstream_cut", "floor");
    provider.behave(Http2UpstreamTest::whole);
    assertThat(desk.post("/v1/messages", SlowAnswer.ASK).body()).isEqualTo(WHOLE);
  }
}
