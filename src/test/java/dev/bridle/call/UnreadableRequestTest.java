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

  private RawAnswer asked(String path) {
    return RawAnswer.of(desk.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
  }

  @Test
  void anAddressThatIsTooLongIsToldAsTheProviderWould() {
    for (String path :
        new String[] {"/v1/messages?" + "x".repeat(20 << 10), "x".repeat(100 << 10)}) {
      var answer = asked("/v3/ai/anthropic/" + path);
      assertThat(answer.statusLine()).contains(" 414 ");
      assertThat(answer.json().path("type").asString()).isEqualTo("error");
      assertThat(answer.message()).isEqualTo("The address is too long.");
      assertThat(answer.header("x-should-retry")).isEqualTo("false");
    }
    var openAi = asked("/v3/ai/openai/" + "x".repeat(20 << 10));
    assertThat(openAi.statusLine()).contains(" 414 ");
    assertThat(openAi.json().has("type")).isFalse();
    assertThat(openAi.message()).isEqualTo("The address is too long.");
    assertThat(asked("/v2/" + "x".repeat(20 << 10)).json().path("message").asString())
        .isEqualTo("The address is too long.");
    assertThat(asked("/v3/ai/anthropic/" + "x".repeat(15 << 10)).statusLine()).contains(" 404 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v3/ai/anthropic/v1/messages HTTP/9\r\n\r\n",
        "POST /v3/ai/anthropic/v1/messages\r\n\r\n",
        "what is this\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\r\n\r\n"
      })
  void aLineThatIsNoRequestIsToldInJson(String line) {
    var answer = RawAnswer.of(desk.raw(line));
    assertThat(answer.statusLine()).contains(" 400 ");
    assertThat(answer.json().path("message").asString())
        .isEqualTo("This is no request in HTTP/1.1.");
    assertThat(answer.header("connection")).isEqualTo("close");
  }

  @Test
  void anAddressOfWhichTheEndIsNotInSightIsToldInJson() {
    var answer = asked("/v3/ai/anthropic/" + "x".repeat(128 << 10));
    assertThat(answer.statusLine()).contains(" 414 ");
    assertThat(answer.json().path("message").asString()).isEqualTo("The address is too long.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}", "fffffffffffffffff\r\n{}"})
  void aChunkWithoutASizeIsToldAndEndsTheConnection(String body) {
    String log =
        logged(() -> {
          var answer = RawAnswer.of(desk.raw(head(CHUNKED) + body));
          assertThat(answer.statusLine()).contains(" 400 ");
          assertThat(answer.json().path("type").asString()).isEqualTo("error");
          assertThat(answer.message()).contains("is not sent as HTTP/1.1 asks for");
          assertThat(answer.header("connection")).isEqualTo("close");
        });
    assertThat(log).doesNotContain("ERROR").doesNotContain("Exception");
    assertThat(provider.asked()).isEmpty();
    assertThat(desk.post("/v1/messages", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void aChunkWithoutASizeIsToldHoweverMuchCameBefore() throws IOException {
    for (String path : new String[] {"anthropic/v1/messages", "openai/chat/completions"}) {
      try (var client = new RawConnection(desk)) {
        client.write(client.head(path, "Transfer-Encoding: chunked"));
        client.write("2\r\n{}\r\n".getBytes(StandardCharsets.US_ASCII));
        client.write("nothing\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.read().status()).isIn(400, 403);
      }
    }
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void aChunkWithoutASizeIsToldToOtherClientsInTheirWords() {
    var answer =
        RawAnswer.of(
            desk.raw(
                "POST /v2/organizations/acme/kill-switches HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Type: application/json\r\n"
                    + CHUNKED
                    + "\r\nzz\r\n{}"));
    assertThat(answer.statusLine()).contains(" 400 ");
    assertThat(answer.json().path("message").asString()).contains("not sent as HTTP/1.1 asks for");
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
