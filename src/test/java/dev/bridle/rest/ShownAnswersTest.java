package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answers that pages show have the fields of real ones, and values of the same kind. */
class ShownAnswersTest {
  private static final Pattern SHOWN =
      Pattern.compile(
          "<!-- shown: (?<post>POST )?(?<path>\\S+)(?: at (?<at>\\S+))?(?: of (?<body>.*?))? -->\n```json\n(?<json>.*?)```",
          Pattern.DOTALL);

  /** What has other fields from answer to answer. */
  private static final List<String> FREE = List.of("/usage", "/fields", "/before", "/after");

  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String MORE =
      ASK.replace(
          "{\"model",
          "{\"speed\":\"fast\",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":20}],\"model");
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":700,\"output_tokens\":100}}";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /** Something of everything: a call, a spent budget, a refusal and a stop. */
  private void happen() {
    desk.deleteAllowances();
    desk.allow("build", "usd", "lifetime", "0.004");
    assertThat(desk.post("/v1/messages", ASK).statusCode()).isEqualTo(200);
    desk.onlyCall();
    var answer = refused();
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  private void stop() {
    desk.postRest("kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}");
  }

  /** A connection is another one than before. */
  private void change() {
    assertThat(desk.put("model-providers/anthropic", "{\"enabled\":false}").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "ai-policy.md, 2",
    "allowances.md, 4",
    "audit-events.md, 1",
    "capture.md, 1",
    "model-calls.md, 3",
    "kill-switches.md, 1",
    "model-providers.md, 3",
    "openai.md, 1"
  })
  void theShownAnswersAreLikeRealOnes(String page, int count) throws IOException {
    if (page.equals("capture.md")) {
      assertThat(desk.put("capture", "{\"retention_hours\":1}").statusCode()).isEqualTo(200);
    }
    happen();
    if (!page.equals("model-providers.md")) {
      stop();
    }
    if (page.equals("audit-events.md")) {
      change();
    }
    var shown = SHOWN.matcher(Files.readString(Path.of("docs", "api", page)));
    int seen = 0;
    while (shown.find()) {
      seen++;
      String body = Objects.requireNonNullElse(shown.group("body"), "{}");
      var real =
          JsonMapper.shared()
              .readTree(
                  shown.group("post") != null
                      ? desk.postRest(shown.group("path"), body).body()
                      : shown.group("path").equals("refused")
                          ? refused(body)
                          : get(shown.group("path")));
      String at = shown.group("at");
      assertAlike(
          JsonMapper.shared().readTree(shown.group("json")),
          at == null ? real : real.at(at),
          shown.group("path"));
    }
    assertThat(seen).isEqualTo(count);
  }

  /** What a job is told by a provider's address that stops calls. */
  private String refused(String provider) {
    return provider.equals("openai")
        ? desk.openAi("/v1/chat/completions", ASK).body()
        : refused().body();
  }

  private HttpResponse<String> refused() {
    return desk.post("/v1/messages", MORE, "anthropic-beta", "fast-mode-2026-02-01");
  }

  private String get(String path) {
    if (!path.startsWith("/")) {
      String call = desk.calls().path(0).path("id").asString();
      return desk.getRest(path.replace("CALL", call)).body();
    }
    var request =
        HttpRequest.newBuilder(desk.ai("/").resolve(path)).header("x-api-key", desk.job.token());
    return desk.send(request).body();
  }

  private static void assertAlike(JsonNode shown, JsonNode real, String where) {
    if (shown.isObject()) {
      if (FREE.stream().noneMatch(where::endsWith)) {
        assertThat(real.propertyNames()).as(where).containsExactlyElementsOf(shown.propertyNames());
        shown
            .propertyNames()
            .forEach(name -> assertAlike(shown.path(name), real.path(name), where + "/" + name));
      }
    } else if (shown.isArray() && !shown.isEmpty()) {
      assertThat(real.isArray() && !real.isEmpty()).as(where).isTrue();
      assertAlike(shown.path(0), real.path(0), where);
    } else if (!shown.isNull() && !real.isNull()) {
      assertThat(real.getNodeType()).as(where).isEqualTo(shown.getNodeType());
    }
  }
}
