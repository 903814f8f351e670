package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Sha256;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * The largest bodies there are, through a server with half the memory that {@code ./bridle serve}
 * gives it.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeBodiesTest {
  private static final int LIMIT = 32 << 20;
  private static final int LARGE = (int) (31.9 * (1 << 20));
  private static final String KEY = "sk-ant-operator-000000001";

  private static final FakeProvider.Behaviour SMALL =
      FakeProvider.answering(200, "application/json", "{}");

  private final FakeProvider provider = new FakeProvider(SMALL);
  private final ServerProcess server =
      ServerProcess.start(
          Map.of("anthropic-url", provider.url().toString()), Map.of("BRIDLE_ANTHROPIC_KEY", KEY));
  private final Database database =
      Database.open(DatabaseUrl.sqlite(server.data().resolve("bridle.db")));
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;

  LargeBodiesTest() {
    var ci = database.write(sql -> CiRecord.of(sql, "acme"));
    token = database.write(sql -> ci.runningJob(sql, 1)).token();
    var administrator = server.as(database.write(ci::apiToken));
    String organization = "/v2/organizations/" + ci.slug + "/";
    administrator.put(organization + "model-providers/anthropic", Map.of("method", "hosted"));
    for (JsonNode one : administrator.get(organization + "allowances").json()) {
      administrator.delete(organization + "allowances/" + one.path("id").asString());
    }
  }

  @AfterAll
  void close() {
    http.close();
    database.close();
    server.close();
    provider.close();
  }

  /** A body of Messages of so many bytes. */
  private static byte[] asking(int size) {
    String before =
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"";
    return filled(before, "\"}]}", size);
  }

  private static byte[] filled(String before, String after, int size) {
    byte[] body = new byte[size];
    Arrays.fill(body, (byte) 'x');
    byte[] first = before.getBytes(StandardCharsets.UTF_8);
    byte[] last = after.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(first, 0, body, 0, first.length);
    System.arraycopy(last, 0, body, size - last.length, last.length);
    return body;
  }

  private HttpRequest request(BodyPublisher body) {
    return HttpRequest.newBuilder(URI.create(server.url() + "/v3/ai/anthropic/v1/messages"))
        .version(HttpClient.Version.HTTP_1_1)
        .header("x-api-key", token)
        .header("content-type", "application/json")
        .POST(body)
        .build();
  }

  private HttpResponse<byte[]> send(BodyPublisher body) throws Exception {
    return http.send(request(body), BodyHandlers.ofByteArray());
  }

  private static BodyPublisher withoutLength(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  @Test
  void theLargestBodiesPassToTheByte() throws Exception {
    for (int size : new int[] {LARGE, LIMIT}) {
      byte[] body = asking(size);
      for (BodyPublisher way : List.of(BodyPublishers.ofByteArray(body), withoutLength(body))) {
        var answer = send(way);
        assertThat(answer.statusCode())
            .as(new String(answer.body(), StandardCharsets.UTF_8))
            .isEqualTo(200);
        assertThat(Sha256.of(provider.asked().getLast().body())).isEqualTo(Sha256.of(body));
      }
    }
  }

  @Test
  void oneByteMoreIsRefusedAndSentToNobody() throws Exception {
    int before = provider.asked().size();
    byte[] body = asking(LIMIT + 1);
    for (BodyPublisher way : List.of(BodyPublishers.ofByteArray(body), withoutLength(body))) {
      var answer = send(way);
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("request_too_large");
    }
    assertThat(provider.asked()).hasSize(before);
  }

  @Test
  void severalAtOncePass() throws Exception {
    int before = provider.asked().size();
    byte[] body = asking(LARGE);
    var calls =
        Stream.generate(() -> request(BodyPublishers.ofByteArray(body)))
            .limit(3)
            .map(one -> http.sendAsync(one, BodyHandlers.ofByteArray()))
            .toList();
    assertThat(calls.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
        .containsOnly(200);
    assertThat(provider.asked().subList(before, provider.asked().size()))
        .hasSize(3)
        .allSatisfy(asked -> assertThat(Sha256.of(asked.body())).isEqualTo(Sha256.of(body)));
  }

  @Test
  void theLargestAnswersPassToTheByte() throws Exception {
    byte[] plain =
        filled(
            "{\"usage\":{\"input_tokens\":1,\"output_tokens\":2},\"content\":[{\"text\":\"",
            "\"}]}",
            LARGE);
    byte[] stream =
        filled("event: message_start\ndata: {\"x\":\"", "\"}\n\nevent: message_stop\n\n", LARGE);
    for (var answer :
        List.of(Map.entry("application/json", plain), Map.entry("text/event-stream", stream))) {
      provider.behave((_, out) -> {
        FakeProvider.write(
            out,
            "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
                .formatted(answer.getKey(), LARGE));
        out.write(answer.getValue());
      });
      var came = send(BodyPublishers.ofByteArray(asking(200)));
      assertThat(came.statusCode()).isEqualTo(200);
      assertThat(Sha256.of(came.body())).isEqualTo(Sha256.of(answer.getValue()));
    }
    provider.behave(SMALL);
  }
}
