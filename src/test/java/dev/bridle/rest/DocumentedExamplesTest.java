package dev.bridle.rest;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.MovableClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of the API's pages, sent to a server in the order of the page. */
class DocumentedExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- (?:example: (?<method>[A-Z]+) (?<path>\\S+) (?<status>\\d+)|answer) -->\n```json\n(?<json>.*?)```",
          Pattern.DOTALL);

  private static final String MESSAGE =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":500,"cache_creation_input_tokens":100,"cache_read_input_tokens":1400,"output_tokens":320}}\
      """;

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", "{\"data\":[]}"));

  /** The day of the examples. */
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider, new MovableClock());

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ai-policy.md",
        "kill-switches.md",
        "allowances.md",
        "capture.md",
        "openai.md",
        "model-providers.md",
        "members.md",
        "usage.md"
      })
  void theExamplesOfAPageWork(String page) throws IOException {
    var examples = EXAMPLE.matcher(Files.readString(Path.of("docs", "api", page)));
    if (page.equals("usage.md")) {
      use();
    }
    String answer = "";
    String last = "";
    int count = 0;
    while (examples.find()) {
      count++;
      if (examples.group("method") == null) {
        assertLike(read(examples.group("json")), read(answer), "");
      } else {
        answer =
            send(
                examples.group("method"),
                examples.group("path").replace("LAST", last),
                Integer.parseInt(examples.group("status")),
                examples.group("json"));
        last = read(answer).path("id").asString(last);
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(4);
  }

  /** Two calls, and one that is refused. */
  private void use() {
    provider.behave(answering(200, "application/json", MESSAGE));
    desk.policy(
        "{'id':'no-opus','effect':'deny','models':['claude-opus-*']}",
        "{'id':'all','effect':'allow'}");
    assertThat(desk.post("/v1/messages", ask("claude-sonnet-5-5")).statusCode()).isEqualTo(200);
    assertThat(desk.post("/v1/messages", ask("claude-sonnet-5-5")).statusCode()).isEqualTo(200);
    assertThat(desk.post("/v1/messages", ask("claude-opus-5-5")).statusCode()).isEqualTo(403);
  }

  private static String ask(String model) {
    return "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
        .formatted(model);
  }

  private String send(String method, String path, int status, String body) {
    String real = body.replaceFirst("\"job\": \"[^\"]*\"", "\"job\": \"" + desk.job.jobId() + "\"");
    var answer =
        desk.send(
            HttpRequest.newBuilder(desk.rest(path))
                .header("Authorization", "Bearer " + desk.apiToken)
                .method(method, BodyPublishers.ofString(real)));
    assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(status);
    return answer.body();
  }

  static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }

  /** The same keys, and the same values but for ids and times; a page may show a list's start. */
  static void assertLike(JsonNode shown, JsonNode real, String where) {
    if (shown.isObject()) {
      assertThat(real.propertyNames()).as(where).containsExactlyElementsOf(shown.propertyNames());
      shown
          .propertyNames()
          .forEach(name -> assertLike(shown.path(name), real.path(name), where + "/" + name));
    } else if (shown.isArray()) {
      for (int i = 0; i < shown.size(); i++) {
        assertLike(shown.path(i), real.path(i), where + "/" + i);
      }
    } else if (!where.endsWith("_at") && !where.endsWith("id") || where.contains("/rules/")) {
      assertThat(here(real)).as(where).isEqualTo(here(shown));
    }
  }

  /** An address without where the server is, and in a list with any place. */
  private static String here(JsonNode value) {
    return value
        .toString()
        .replaceFirst("^\"http://127\\.0\\.0\\.1:[0-9]+", "\"")
        .replaceFirst("([?&]after)=[0-9a-f-]{36}\"$", "$1=\"");
  }
}
