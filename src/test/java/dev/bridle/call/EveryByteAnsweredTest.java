package dev.bridle.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider answers reaches the job byte for byte, however it is written and sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryByteAnsweredTest {
  private static final String JSON = "application/json";
  private static final String STREAM = "text/event-stream";
  private static final int SMALL = 3_000;

  /** What is asked where, and whether its stream is filtered. */
  private record Asked(String path, String body) {}

  private static final Asked MESSAGES =
      new Asked(
          "anthropic/v1/messages",
          "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":5,\"stream\":true,\"messages\":[]}");
  private static final Asked RESPONSES =
      new Asked("openai/v1/responses", "{\"model\":\"gpt-5\",\"stream\":true,\"input\":\"hi\"}");
  private static final Asked CHAT =
      new Asked("openai/v1/chat/completions", ChatTranscript.STREAMED);
  private static final Asked CHAT_WITH_USAGE =
      new Asked(
          "openai/v1/chat/completions",
          "{\"model\":\"gpt-5\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[]}");

  private final FakeProvider provider = new FakeProvider((_, _) -> {});
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  EveryByteAnsweredTest() {
    desk.connectOpenAi();
    desk.deleteAllowances();
  }

  @AfterAll
  void close() {
    desk.close();
    provider.close();
  }

  /** Streams with everything that the format of events allows. */
  static List<String> streams() throws IOException {
    var streams = new ArrayList<>(transcripts());
    transcripts().stream()
        .limit(6)
        .forEach(one -> {
          streams.add(one.replace("\n", "\r\n"));
          streams.add(one.replace("\n", "\r"));
        });
    streams.add("");
    streams.add("\n\n\r\n:\n: a comment\r\n\rdata\ndata:\nid\nid: 7\nretry: 5\n\n");
    streams.add("\ufeffevent: message_start\ndata: {\"type\":\"message_start\"}\n\n");
    streams.add("event: a_new_event\ndata: {\"type\":\"a_new_event\"}\n\nnew-field: x\n\n");
    streams.add("data: [1,\ndata: 2,\ndata:\ndata: 3]\n\ndata: no JSON at all\n\n");
    streams.add("event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tok");
    streams.add("data: {\"x\":\"%s\"}\n\ndata: [DONE]\n\n".formatted("ü".repeat(700_000)));
    return streams;
  }

  private static List<String> transcripts() throws IOException {
    var texts = new ArrayList<String>();
    for (String folder : List.of("anthropic", "openai")) {
      try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".sse")).sorted().toList()) {
          texts.add(Files.readString(file));
        }
      }
    }
    return texts;
  }

  static List<String> answers() {
    return List.of(
        ChatTranscript.ANSWER,
        "",
        "{}",
        " \r\n{ \"usage\" : { \"input_tokens\":1e999, \"output_tokens\" : -5 } }\r\n\r\n",
        "{\"content\":[{\"text\":\"\\u0000\\ud800 ü€😀\u2028\"}],\"usage\":null}",
        "{\"a\":1,\"a\":2}{\"b\":3}",
        "no JSON \0 at all",
        "{\"usage\":{\"output_tokens\":7},\"content\":\"" + "x".repeat(1_500_000));
  }

  private void assertCarried(Asked asked, byte[] answer, byte[] expected) throws IOException {
    var came = call(asked);
    assertThat(came.status()).as(new String(came.body(), UTF_8)).isEqualTo(200);
    assertThat(Sha256.of(came.body()))
        .as("%d of %d bytes", came.body().length, answer.length)
        .isEqualTo(Sha256.of(expected));
  }

  private RawConnection.Came call(Asked asked) throws IOException {
    try (var connection = new RawConnection(desk)) {
      return connection.call(asked.path, asked.body.getBytes(UTF_8)).read();
    }
  }

  private static String head(String type, String more) {
    return "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\nconnection: close\r\n" + more + "\r\n";
  }

  private static FakeProvider.Behaviour atOnce(String type, byte[] body, String more) {
    String length = "content-length: " + body.length + "\r\n";
    return (_, out) -> {
      FakeProvider.write(out, head(type, length + more));
      out.write(body);
    };
  }

  private static FakeProvider.Behaviour untilTheEnd(String type, byte[] body) {
    return (_, out) -> {
      FakeProvider.write(out, head(type, ""));
      out.write(body);
    };
  }

  private static FakeProvider.Behaviour inChunks(String type, byte[] body, int size) {
    return (_, out) -> {
      FakeProvider.write(out, head(type, "transfer-encoding: chunked\r\n"));
      for (int at = 0; at < body.length; at += size) {
        chunk(out, body, at, Math.min(size, body.length - at));
      }
      FakeProvider.endStream(out);
    };
  }

  private static void chunk(OutputStream out, byte[] body, int from, int length)
      throws IOException {
    FakeProvider.write(out, Integer.toHexString(length) + "\r\n");
    out.write(body, from, length);
    FakeProvider.write(out, "\r\n");
  }

  private static List<FakeProvider.Behaviour> ways(String type, byte[] body) {
    return List.of(
        atOnce(type, body, ""),
        untilTheEnd(type, body),
        inChunks(type, body, body.length < SMALL ? 1 : 8_191),
        inChunks(type, body, 65_537));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void streamsComeAsTheyWere(String stream) throws IOException {
    byte[] bytes = stream.getBytes(UTF_8);
    for (FakeProvider.Behaviour way : ways(STREAM, bytes)) {
      provider.behave(way);
      for (Asked asked : List.of(MESSAGES, RESPONSES, CHAT_WITH_USAGE)) {
        assertCarried(asked, bytes, bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void ofAChatStreamOnlyTheUsageIsHidden(String stream) throws IOException {
    byte[] bytes = stream.getBytes(UTF_8);
    byte[] visible = HiddenUsageFuzz.visible(new String(bytes, ISO_8859_1)).getBytes(ISO_8859_1);
    for (FakeProvider.Behaviour way : ways(STREAM, bytes)) {
      provider.behave(way);
      assertCarried(CHAT, bytes, visible);
    }
  }

  @Test
  void whereverTheUsageStandsItIsAllThatIsHidden() throws IOException {
    for (String end : List.of("\n", "\r\n", "\r")) {
      String before = (ChatTranscript.FIRST + ": comment\n\n").replace("\n", end);
      String told = ChatTranscript.TOLD.replace("\n", end);
      String after = (ChatTranscript.LAST + ChatTranscript.DONE).replace("\n", end);
      for (String stream : List.of(before + told + after, told + before + after)) {
        byte[] bytes = stream.getBytes(UTF_8);
        provider.behave(inChunks(STREAM, bytes, 3));
        assertCarried(CHAT, bytes, (before + after).getBytes(UTF_8));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersComeAsTheyWere(String answer) throws IOException {
    byte[] bytes = answer.getBytes(UTF_8);
    for (FakeProvider.Behaviour way : ways(JSON, bytes)) {
      provider.behave(way);
      for (Asked asked : List.of(MESSAGES, RESPONSES, CHAT)) {
        assertCarried(asked, bytes, bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, STREAM})
  void anAnswerThatIsCompressedUnaskedComesAsItIsAndIsNotCountedAsExact(String type)
      throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(ChatTranscript.ANSWER.getBytes(UTF_8));
    }
    byte[] bytes = compressed.toByteArray();
    provider.behave(atOnce(type, bytes, "content-encoding: gzip\r\n"));
    for (Asked asked : List.of(MESSAGES, CHAT, RESPONSES)) {
      assertCarried(asked, bytes, bytes);
      assertThat(provider.asked().getLast().headers()).containsEntry("accept-encoding", "identity");
      assertThat(call(asked).headers()).containsEntry("content-encoding", "gzip");
    }
    try (var another = CallDesk.open(Engine.SQLITE, provider)) {
      another.post("/v1/messages", MESSAGES.body);
      assertThat(another.onlyCall().path("certainty").asString()).isNotEqualTo("exact");
    }
  }
}
