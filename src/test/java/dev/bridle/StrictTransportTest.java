package dev.bridle;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.RunningBridle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether browsers are told to ask by HTTPS only. */
class StrictTransportTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}";
  private static final String NAME = "Strict-Transport-Security";

  /** Pages, files, REST, and what nobody can have: with and without an answer that is an error. */
  private static final List<String> ADDRESSES =
      List.of(
          "/login",
          "/acme",
          "/assets/none.css",
          "/health",
          "/v2/user",
          "/v3/ping",
          "/v3/ai/limits",
          "/none/at/all/of/it",
          "/v2/%00/user",
          "/" + "a".repeat(20_000));

  private static HttpResponse<String> ask(RunningBridle bridle, String method, String path)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(bridle.localUrl() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://ci.example.com", "HTTPS://ci.example.com:8443/"})
  void everyAnswerOfAnHttpsAddressAsksForIt(String url) throws Exception {
    try (var bridle = RunningBridle.start(Engine.SQLITE, Map.of("public-url", url))) {
      for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
        for (String path : ADDRESSES) {
          assertThat(ask(bridle, method, path).headers().allValues(NAME))
              .as(method + " " + path)
              .containsExactly("max-age=15552000");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://ci.example.com", "http://https.example.com"})
  void noAnswerOfAnotherOneDoes(String url) throws Exception {
    Map<String, String> flags = url.isEmpty() ? Map.of() : Map.of("public-url", url);
    try (var bridle = RunningBridle.start(Engine.SQLITE, flags)) {
      for (String path : ADDRESSES) {
        assertThat(ask(bridle, "GET", path).headers().allValues(NAME)).as(path).isEmpty();
      }
    }
  }

  /** A provider's own order is about the provider's host. */
  @Test
  void callsCarryOursAndNotTheProviders() {
    String theirs = "application/json\r\n" + NAME + ": max-age=1; includeSubDomains";
    var flags = Map.of("public-url", "https://ci.example.com");
    try (var provider = new FakeProvider(answering(200, theirs, ANSWER));
        var desk = CallDesk.open(Engine.SQLITE, provider, Duration.ofSeconds(30), flags)) {
      var answer = desk.post("/v1/messages", ASK);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().allValues(NAME)).containsExactly("max-age=15552000");
    }
  }
}
