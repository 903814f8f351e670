package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job sends reaches the provider byte for byte, however it is written and sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryByteAskedTest {
  private static final String MESSAGES = "anthropic/v1/messages";
  private static final String CHAT = "openai/v1/chat/completions";
  private static final String ASK =
      BodyShapes.with(BodyShapes.all().getFirst(), "\"claude-sonnet-5-5\"");

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  EveryByteAskedTest() {
    desk.connectOpenAi();
    desk.put("model-providers/anthropic", "{\"method\":\"hosted\",\"rewrite\":true}");
    desk.deleteAllowances();
  }

  @AfterAll
  void close() {
    desk.close();
    provider.close();
  }

  static List<String> shapes() {
    return BodyShapes.all();
  }

  private void assertReaches(String path, String sent, String expected) throws IOException {
    byte[] body = sent.getBytes(UTF_8);
    try (var connection = new RawConnection(desk)) {
      var came = connection.call(path, body).read();
      assertThat(came.status()).as(new String(came.body(), UTF_8)).isEqualTo(200);
    }
    assertLast(expected.getBytes(UTF_8));
  }

  private void assertLast(byte[] expected) {
    var asked = provider.asked().getLast();
    assertThat(Sha256.of(asked.body())).as(asked.text()).isEqualTo(Sha256.of(expected));
    assertThat(asked.headers()).containsEntry("content-length", String.valueOf(expected.length));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void messagesGoAsTheyCame(String shape) throws IOException {
    String body = BodyShapes.with(shape, "\"claude-sonnet-5-5\"");
    assertReaches(MESSAGES, body, body);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void ofARetiredModelOnlyTheNameIsReplaced(String shape) throws IOException {
    for (String retired : List.of("\"claude-3-5-sonnet-latest\"", "\"claude-3\\u002d5-sonnet\"")) {
      assertReaches(
          MESSAGES,
          BodyShapes.with(shape, retired),
          BodyShapes.with(shape, "\"claude-sonnet-5-5\""));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void chatsAndResponsesGoAsTheyCame(String shape) throws IOException {
    String body = BodyShapes.with(shape, "\"gpt-5-mini\"");
    assertReaches(CHAT, body, body);
    assertReaches("openai/v1/responses", body, body);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void toAChatStreamOnlyTheWishForUsageIsAdded(String shape) throws IOException {
    String body = BodyShapes.with(shape, "\"gpt-5-mini\"").replaceFirst("\\{", "{\"stream\":true,");
    String asked = "{\"stream_options\":{\"include_usage\":true},";
    assertReaches(CHAT, body, body.replaceFirst("\\{", asked));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "null | {\"include_usage\":true}",
        "{ } | {\"include_usage\":true }",
        "{ \"a\" : [1] } | {\"include_usage\":true, \"a\" : [1] }",
        "{\"include_usage\": false ,\"a\":{}} | {\"include_usage\": true ,\"a\":{}}",
        "{\"include\\u005fusage\":null} | {\"include\\u005fusage\":true}",
        "{ \"include_usage\" : true } | { \"include_usage\" : true }",
      })
  void optionsOfAStreamAreKept(String options, String expected) throws IOException {
    String body = "{\"stream\":true,\"model\":\"gpt-5\",\"stream_options\": %s ,\"messages\":[]}";
    assertReaches(CHAT, body.formatted(options), body.formatted(expected));
  }

  @Test
  void aLeadingSystemMessageMovesAndNothingElse() throws IOException {
    assertReaches(
        MESSAGES,
        "{ \"max_tokens\":5,\n\"messages\" : [ {\"role\":\"system\",\"content\":\"ü\\u00fc\"} , {\"role\":\"user\",\"content\":\"a\"} ],\"model\":\"claude-opus-5\"\n}",
        "{\"system\":\"ü\\u00fc\", \"max_tokens\":5,\n\"messages\" : [ {\"role\":\"user\",\"content\":\"a\"} ],\"model\":\"claude-opus-5\"\n}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096})
  void aBodyInChunksArrivesWhole(int size) throws IOException {
    byte[] body = ASK.getBytes(UTF_8);
    var chunked = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += size) {
      int length = Math.min(size, body.length - at);
      chunked.writeBytes((Integer.toHexString(length) + ";x=y\r\n").getBytes(UTF_8));
      chunked.write(body, at, length);
      chunked.writeBytes("\r\n".getBytes(UTF_8));
    }
    chunked.writeBytes("0\r\nX-Trailer: t\r\n\r\n".getBytes(UTF_8));
    try (var connection = new RawConnection(desk)) {
      connection.write(connection.head(MESSAGES, "Transfer-Encoding: chunked"));
      assertThat(connection.trickle(chunked.toByteArray()).read().status()).isEqualTo(200);
    }
    assertLast(body);
  }

  @Test
  void aBodyThatComesByteByByteArrivesWhole() throws IOException {
    byte[] body = ASK.getBytes(UTF_8);
    try (var connection = new RawConnection(desk)) {
      connection.trickle(connection.head(MESSAGES, "Content-Length: " + body.length));
      assertThat(connection.trickle(body).read().status()).isEqualTo(200);
    }
    assertLast(body);
  }

  @Test
  void whoExpectsToBeAskedForTheBodyIsAsked() throws IOException {
    byte[] body = ASK.getBytes(UTF_8);
    try (var connection = new RawConnection(desk)) {
      String length = "Content-Length: " + body.length;
      connection.write(connection.head(MESSAGES, length, "Expect: 100-continue"));
      assertThat(connection.read().status()).isEqualTo(100);
      assertThat(connection.write(body).read().status()).isEqualTo(200);
    }
    assertLast(body);
    assertThat(provider.asked().getLast().headers()).doesNotContainKey("expect");
  }

  @Test
  void callsOnOneConnectionDoNotMix() throws IOException {
    try (var connection = new RawConnection(desk)) {
      for (int i = 0; i < 5; i++) {
        byte[] body = numbered(i);
        assertThat(connection.call(MESSAGES, body).read().status()).isEqualTo(200);
        assertLast(body);
      }
    }
  }

  @Test
  void callsSentBeforeTheAnswersComeDoNotMix() throws IOException {
    int before = provider.asked().size();
    try (var connection = new RawConnection(desk)) {
      for (int i = 0; i < 5; i++) {
        connection.call(MESSAGES, numbered(i));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(connection.read().status()).isEqualTo(200);
      }
    }
    List<FakeProvider.Asked> asked = provider.asked().subList(before, provider.asked().size());
    assertThat(asked)
        .extracting(one -> Sha256.of(one.body()))
        .containsExactly(
            Sha256.of(numbered(0)),
            Sha256.of(numbered(1)),
            Sha256.of(numbered(2)),
            Sha256.of(numbered(3)),
            Sha256.of(numbered(4)));
  }

  private static byte[] numbered(int number) {
    return ASK.replace("hi", "ü".repeat(number * 1_000) + number).getBytes(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("dev.bridle.call.Unreadable#bodies")
  void whatAProviderCouldReadOtherwiseIsSentToNone(String name, byte[] body) throws IOException {
    long before = provider.asked().size();
    for (String path : List.of(MESSAGES, CHAT)) {
      try (var connection = new RawConnection(desk)) {
        var came = connection.call(path, body).read();
        assertThat(came.status()).as(name).isEqualTo(400);
        assertThat(new String(came.body(), UTF_8)).contains("invalid_request_error");
      }
    }
    assertThat(provider.asked()).hasSize((int) before);
  }

  @Test
  void compressionIsSeenWhereverItIsNamed() throws IOException {
    byte[] body = ASK.getBytes(UTF_8);
    int before = provider.asked().size();
    try (var connection = new RawConnection(desk)) {
      String length = "Content-Length: " + body.length;
      connection.write(
          connection.head(MESSAGES, length, "Content-Encoding: identity", "Content-Encoding: br"));
      assertThat(connection.write(body).read().status()).isEqualTo(415);
    }
    assertThat(provider.asked()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json; charset=utf-7, 400",
    "application/json;CHARSET=\"UTF-16\", 400",
    "application/json; charset=cp037, 400",
    "application/json; charset=UTF-8, 200",
    "application/json; charset=\"iso-8859-1\", 200",
    "text/plain, 200"
  })
  void aBodyIsReadInTheCharacterSetThatItNames(String type, int status) throws IOException {
    byte[] body = ASK.getBytes(UTF_8);
    int before = provider.asked().size();
    try (var connection = new RawConnection(desk)) {
      String length = "Content-Length: " + body.length;
      connection.write(connection.head(MESSAGES, length, "Content-Type: " + type));
      assertThat(connection.write(body).read().status()).isEqualTo(status);
    }
    assertThat(provider.asked()).hasSize(status == 200 ? before + 1 : before);
  }
}
