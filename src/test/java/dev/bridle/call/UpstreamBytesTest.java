package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.FullBacklog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come in unlikely pieces, are cut anywhere, or don't come at all. */
class UpstreamBytesTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

  /** What the job gets while its provider is silent; see PingsTest. */
  private static final String OWN_PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

  private static final List<String> EVENTS =
      List.of(
          SlowAnswer.START,
          PING,
          SlowAnswer.DELTA,
          SlowAnswer.DELTA,
          SlowAnswer.END.substring(0, SlowAnswer.END.indexOf("event: message_stop")),
          SlowAnswer.END.substring(SlowAnswer.END.indexOf("event: message_stop")));

  private final CountDownLatch over = new CountDownLatch(1);
  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(1));

  @AfterEach
  void close() {
    over.countDown();
    desk.close();
    provider.close();
  }

  static IntStream everyEvent() {
    return IntStream.rangeClosed(1, EVENTS.size());
  }

  /** What came of a stream that must not have ended as one does; without the lengths of chunks. */
  private static String cutOff(Reader reader) {
    String bytes = reader.whole(SOON);
    assertThat(bytes).doesNotEndWith("\r\n0\r\n\r\n");
    return RawAnswer.of(bytes).body().replaceAll("(?m)^[0-9a-f]+\r\n", "").replace("\r\n", "");
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void aStreamThatIsCutAfterAnyEventIsCutForTheJobTooAfterWhatCame(int events) {
    String came = String.join("", EVENTS.subList(0, events));
    try (var reader = Reader.of(desk, SlowAnswer.ASK)) {
      provider.behave((_, out) -> {
        startStream(out);
        chunk(out, came);
        reader.until(EVENTS.get(events - 1).strip());
      });
      assertThat(cutOff(reader)).isEqualTo(came);
    }
    boolean ended = events == EVENTS.size();
    Settled.only(desk, ended ? "completed" : "upstream_cut", ended ? "exact" : "estimated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "application/json"})
  void anAnswerThatIsCutAfterItsHeadIsToldAsAnError(String type) {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: 9\r\n\r\n".formatted(type)));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/json; charset=utf-8");
    assertThat(answer.body())
        .contains("The provider broke off before it answered: only the head of its answer came.");
    Settled.only(desk, "upstream_cut", "floor");
  }

  @Test
  void whatCostsNothingIsToldTheSame() {
    provider.behave((_, out) ->
        FakeProvider.write(
            out, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n"));
    var answer = desk.post("/v1/messages/count_tokens", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("only the head of its answer came");
  }

  @Test
  void anAnswerOneByteAtATimeIsTheSameAnswer() throws IOException {
    var wire = new ByteArrayOutputStream();
    startStream(wire);
    for (String event : EVENTS) {
      chunk(wire, event);
    }
    endStream(wire);
    provider.behave((_, out) -> {
      for (byte one : wire.toByteArray()) {
        out.write(one);
        out.flush();
      }
    });
    assertThat(desk.post("/v1/messages", SlowAnswer.ASK).body()).isEqualTo(String.join("", EVENTS));
    Settled.only(desk, "completed", "exact");
  }

  @Test
  void tenThousandEventsInOneWriteAreTheSameAnswer() throws IOException {
    String whole = SlowAnswer.START + SlowAnswer.DELTA.repeat(10_000) + SlowAnswer.END;
    var wire = new ByteArrayOutputStream();
    startStream(wire);
    chunk(wire, whole);
    endStream(wire);
    provider.behave((_, out) -> out.write(wire.toByteArray()));
    assertThat(desk.post("/v1/messages", SlowAnswer.ASK).body()).isEqualTo(whole);
    Settled.only(desk, "completed", "exact");
  }

  @Test
  void aStreamOfPingsLivesUntilTheyStop() {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START);
      for (int i = 0; i < 12; i++) {
        chunk(out, PING);
        over.await(200, TimeUnit.MILLISECONDS);
      }
      over.await(1, TimeUnit.MINUTES);
    });
    try (var reader = Reader.of(desk, SlowAnswer.ASK)) {
      assertThat(cutOff(reader).replace(OWN_PING, ""))
          .isEqualTo(SlowAnswer.START + PING.repeat(12));
    }
    Settled.only(desk, "upstream_cut", "estimated");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowedOrHandedOn(int status) {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 %d X\r\nlocation: %s/v1/messages\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .formatted(status, provider.url())));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("location")).isEmpty();
    assertThat(provider.asked()).hasSize(1);
    Settled.only(desk, "upstream_error", "exact");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 204, 304, 407})
  void aStatusThatIsNoAnswerIsNotHandedOn(int status) {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 %03d X\r\ncontent-type: application/json\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                .formatted(status)));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_not_understood", "the status " + status + ",");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 529})
  void anErrorWithAPageInsteadOfJsonKeepsItsStatus(int status) {
    provider.behave(answering(status, "text/html", "<html>gateway</html>"));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(status + " with text/html").doesNotContain("<html>");
    assertThat(provider.asked()).hasSize(1);
    Settled.only(desk, "upstream_error", "exact");
  }

  @Test
  void aHeadThatIsTooLargeIsNoAnswer() {
    provider.behave((_, out) ->
        FakeProvider.write(
            out,
            "HTTP/1.1 200 OK\r\nx-huge: %s\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
                .formatted("x".repeat(70 << 10))));
    var answer = desk.post("/v1/messages", SlowAnswer.ASK);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("The provider broke off before it answered: ");
    Settled.only(desk, "upstream_cut", "floor");
  }

  @Test
  void aProviderThatTakesNoConnectionIsTooSlowAndIsNotAsked() {
    try (var full = new FullBacklog();
        var slow =
            CallDesk.open(
                Engine.SQLITE,
                full.url(),
                Duration.ofSeconds(1),
                Map.of("upstream-first-byte-seconds", "60"))) {
      var answer = slow.post("/v1/messages", SlowAnswer.ASK);
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("The provider was too slow: no connection within 1 s.");
      Settled.only(slow, "not_sent", "exact");
    }
  }
}
