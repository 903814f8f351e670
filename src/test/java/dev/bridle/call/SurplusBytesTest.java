package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A provider that sends more than its answers: connections are shared by organizations, so what is
 * too much must not get to whoever comes next, nor into the log.
 */
class SurplusBytesTest {
  private static final String ASK = SlowAnswer.ASK.replace("\"stream\":true,", "");
  private static final String SECRET = "SECRET-OF-JOB-A";
  private static final String BODY =
      "{\"id\":\"m\",\"model\":\"claude-sonnet-5-5\",\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":9,\"output_tokens\":3}}";
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
  private static final String WITH_LENGTH =
      HEAD + "content-length: " + BODY.length() + "\r\n\r\n" + BODY;
  private static final String IN_CHUNKS =
      HEAD
          + "transfer-encoding: chunked\r\n\r\n"
          + Integer.toHexString(BODY.length())
          + "\r\n"
          + BODY
          + "\r\n0\r\n\r\n";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", BODY)).keepConnections();
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void close() {
    go.countDown();
    desk.close();
    provider.close();
  }

  private void assertAnswered() {
    var answer = desk.post("/v1/messages", ASK);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BODY);
  }

  @Test
  void withoutThemAConnectionIsUsedAgain() {
    provider.behave((_, out) -> FakeProvider.write(out, WITH_LENGTH));
    assertAnswered();
    assertAnswered();
    assertThat(provider.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatComesWithAnAnswerEndsTheConnectionAndNothingElse(boolean inChunks) {
    String answer = inChunks ? IN_CHUNKS : WITH_LENGTH;
    provider.behave((_, out) -> FakeProvider.write(out, answer + SECRET));
    for (int i = 0; i < 5; i++) {
      assertAnswered();
    }
    Settled.all(desk, 5).forEach(row -> Settled.assertRow(row, "completed", "exact"));
    await().atMost(Duration.ofSeconds(10)).until(() -> provider.connections() == 0);
  }

  @Test
  void whatComesBetweenAnswersEndsTheConnection() {
    provider.behave((_, out) -> {
      FakeProvider.write(out, WITH_LENGTH);
      go.await(20, TimeUnit.SECONDS);
      FakeProvider.write(out, SECRET);
    });
    assertAnswered();
    go.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> provider.connections() == 0);
    assertAnswered();
  }

  @Test
  void whatComesInFrontOfTheNextAnswerIsToldToNobody() {
    provider.behave((_, out) -> FakeProvider.write(out, WITH_LENGTH));
    assertAnswered();
    provider.behave((_, out) -> FakeProvider.write(out, SECRET + WITH_LENGTH));
    String log =
        logged(() -> {
          var answer = desk.post("/v1/messages", ASK);
          assertThat(answer.statusCode()).isEqualTo(502);
          assertThat(answer.body())
              .contains("broke off before it answered: what came from it is not HTTP.")
              .doesNotContain(SECRET);
        });
    assertThat(log).doesNotContain(SECRET);
    Settled.assertRow(Settled.all(desk, 2).getLast(), "upstream_cut", "floor");
  }

  /** What is written to the log meanwhile. */
  private static String logged(Runnable task) {
    var written = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      task.run();
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }
}
