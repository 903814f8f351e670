package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.chunk;
import static dev.bridle.testing.FakeProvider.endStream;
import static dev.bridle.testing.FakeProvider.startStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Heartbeat;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signs of life in streams of providers that say nothing for a while. */
class PingsTest {
  private static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final CountDownLatch over = new CountDownLatch(1);
  private final FakeProvider provider = new FakeProvider((_, _) -> over.await(1, TimeUnit.MINUTES));

  @AfterEach
  void close() {
    over.countDown();
    provider.close();
  }

  private CallDesk desk(Duration idle) {
    return CallDesk.open(Engine.SQLITE, provider, idle);
  }

  /** Says this and then nothing, until it is over. */
  private void saysOnly(String beginning) {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, beginning);
      over.await(1, TimeUnit.MINUTES);
    });
  }

  private static String readUntil(InputStream in, String text) throws IOException {
    var read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
      int b = in.read();
      assertThat(b).as(read.toString(StandardCharsets.UTF_8)).isNotNegative();
      read.write(b);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aStreamThatIsSilentBetweenEventsHasPingsAndEveryByteOfItsProvider() throws Exception {
    provider.behave((_, out) -> {
      startStream(out);
      chunk(out, SlowAnswer.START + SlowAnswer.DELTA);
      assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
      chunk(out, SlowAnswer.END);
      endStream(out);
    });
    try (var desk = desk(Duration.ofSeconds(20));
        var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(desk.ai("/v1/messages"))
              .header("x-api-key", desk.job.token())
              .POST(HttpRequest.BodyPublishers.ofString(SlowAnswer.ASK));
      var in = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
      String before = readUntil(in, PING);
      over.countDown();
      String whole = before + new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(before).isEqualTo(SlowAnswer.START + SlowAnswer.DELTA + PING);
      assertThat(whole.replace(PING, ""))
          .isEqualTo(SlowAnswer.START + SlowAnswer.DELTA + SlowAnswer.END);
      Settled.only(desk, "completed", "exact");
    }
  }

  @Test
  void pingsOfOursAreNoLifeOfTheProvider() {
    saysOnly(SlowAnswer.START);
    try (var desk = desk(Duration.ofSeconds(1))) {
      assertThat(Reader.of(desk, SlowAnswer.ASK).whole(SOON)).contains(PING);
      Settled.only(desk, "upstream_cut", "estimated");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": a comment\n\n",
        "event: message_start\ndata: {\"type\":\"message_start\"",
        SlowAnswer.START + "event: content_block_delta\n",
        SlowAnswer.START + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\"}\n",
        SlowAnswer.START + "event: content_block_delta\r\ndata: {}\r\n",
        SlowAnswer.START + ": "
      })
  void nothingIsWrittenWithinAnEventOrBeforeTheFirst(String beginning) {
    saysOnly(beginning);
    try (var desk = desk(Duration.ofSeconds(1))) {
      assertThat(Reader.of(desk, SlowAnswer.ASK).whole(SOON)).doesNotContain("event: ping");
    }
  }

  @Test
  void aPlainAnswerHasNone() {
    provider.behave((_, out) -> {
      FakeProvider.write(
          out, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{}");
      over.await(1, TimeUnit.MINUTES);
    });
    try (var desk = desk(Duration.ofSeconds(1))) {
      assertThat(Reader.of(desk, SlowAnswer.ASK).whole(SOON)).doesNotContain("ping");
    }
  }

  @Test
  void silenceIsAMinuteAndShorterWhereProvidersAreGivenUpSooner() {
    assertThat(Heartbeat.silence(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(1));
    assertThat(Heartbeat.silence(Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(Heartbeat.silence(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(2));
  }
}
