package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
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
          "<!-- shown: (?<post>POST )?(?<path>\\S+)(?: at (?<at>\\S+))? -->\n```json\n(?<json>.*?)```",
          Pattern.DOTALL);
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
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
    String refused =
        ASK.replace(
            "{\"model",
            "{\"speed\":\"fast\",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"w\",\"max_uses\":20}],\"model");
    var answer = desk.post("/v1/messages", refused, "anthropic-beta", "fast-mode-2026-02-01");
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  private void stop() {
    desk.postRest("kill-switches", "{\"level\":\"organization\",\"reason\":\"Costs run away\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "ai-policy.md, 1",
    "allowances.md, 3",
    "model-calls.md, 2",
    "kill-switches.md, 1",
    "model-providers.md, 2"
  })
  void theShownAnswersAreLikeRealOnes(String page, int count) throws IOException {
    happen();
    if (!page.equals("model-providers.md")) {
      stop();
    }
    var shown = SHOWN.matcher(Files.readString(Path.of("docs", "api", page)));
    int seen = 0;
    while (shown.find()) {
      seen++;
      var real =
          JsonMapper.shared()
              .readTree(
                  shown.group("post") == null
                      ? get(shown.group("path"))
                      : desk.postRest(shown.group("path"), "{}").body());
      String at = shown.group("at");
      assertAlike(
          JsonMapper.shared().readTree(shown.group("json")),
          at == null ? real : real.at(at),
          shown.group("path"));
    }
    assertThat(seen).isEqualTo(count);
  }

  private String get(String path) {
    if (!path.startsWith("/")) {
      return desk.getRest(path).body();
    }
    var request =
        HttpRequest.newBuilder(desk.ai("/").resolve(path)).header("x-api-key", desk.job.token());
    return desk.send(request).body();
  }

  private static void assertAlike(JsonNode shown, JsonNode real, String where) {
    if (shown.isObject()) {
      if (!where.endsWith("/usage") && !where.endsWith("/fields")) {
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
