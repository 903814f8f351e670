package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that can't be read as HTTP, or don't come whole. */
class UnreadableRequestTest {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private String head(String more) {
    return "POST /v3/ai/anthropic/v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\n%s\r\n"
        .formatted(desk.job.token(), more);
  }

  @Test
  void headersThatAreTooLargeAreToldAsTheProviderWould() {
    var answer = RawAnswer.of(desk.raw(head("X-Big: " + "x".repeat(70 << 10) + "\r\n")));
    assertThat(answer.statusLine()).contains(" 431 ");
    assertThat(answer.json().path("type").asString()).isEqualTo("error");
    assertThat(answer.message()).isEqualTo("The headers of the request are too large.");
    assertThat(answer.header("request-id"))
        .isEqualTo(answer.json().path("request_id").asString())
        .startsWith("req_");
  }

  @Test
  void anAddressThatIsTooLongIsToldInJson() {
    String line = "GET /v3/ai/anthropic/" + "x".repeat(20 << 10) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    var answer = RawAnswer.of(desk.raw(line));
    assertThat(answer.statusLine()).contains(" 414 ");
    assertThat(answer.body()).contains("The address is too long.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}", "fffffffffffffffff\r\n{}"})
  void aChunkWithoutASizeEndsTheConnectionAndIsNoErrorOfOurs(String body) {
    String log = logged(() -> assertThat(desk.raw(head(CHUNKED) + body)).doesNotContain(" 500 "));
    assertThat(log).doesNotContain("ERROR").doesNotContain("Exception");
    assertThat(provider.asked()).isEmpty();
    assertThat(desk.post("/v1/messages", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsPackedOnItsWayIsNotTakenForPlain() {
    var answer =
        RawAnswer.of(
            desk.raw(head("Transfer-Encoding: gzip, chunked\r\n") + "2\r\n{}\r\n0\r\n\r\n"));
    assertThat(answer.statusLine()).contains(" 415 ");
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void aClientThatLeavesWhileItSendsIsNoErrorOfOurs() {
    String log =
        logged(() -> {
          try (var client = new RawConnection(desk)) {
            client.write(client.head("anthropic/v1/messages", "Content-Length: 1000"));
            client.write(new byte[100]);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          await()
              .atMost(Duration.ofSeconds(10))
              .until(() -> desk.post("/v1/messages", "{}").statusCode() == 400);
        });
    assertThat(log).doesNotContain("ERROR");
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
