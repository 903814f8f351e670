package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples of the page about builds, on a server that has one build, which failed. */
@OnBothEngines
class BuildsPageExamplesTest {
  private static final String ACME = "/v2/organizations/acme/";
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- (?:example: (?<method>[A-Z]+) (?<path>\\S+) (?<status>\\d+)|answer of: (?<of>\\S+)|answer) -->\n```json\n(?<json>.*?)```",
          Pattern.DOTALL);

  private final RunningBridle bridle;
  private final JsonNode tokens;
  private final Calls ana;
  private final TestAgent agent;
  private String job = "";

  BuildsPageExamplesTest(Engine engine) {
    bridle = RunningBridle.start(Engine.temporaryFolder(), RunningBridle.on(engine));
    tokens = bridle.setUp();
    ana = bridle.as(tokens.path("api_token").asString());
    agent = TestAgent.register(bridle.url(), tokens.path("agent_token").asString());
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private void fail() {
    var pipeline = Map.of("name", "Analysis", "configuration", "steps: [{command: make}]");
    assertThat(ana.post(ACME + "pipelines", pipeline).status()).isEqualTo(201);
    var build = Map.of("message", "Look at the failure");
    assertThat(ana.post(ACME + "pipelines/analysis/builds", build).status()).isEqualTo(201);
    var taken = agent.take();
    job = taken.id();
    refuse(new Calls(bridle.url(), "Bearer " + taken.token()));
    agent.log(
        taken,
        0,
        "plain\n".repeat(6) + "\u001b_bk;t=1795773600000\u0007\u001b[1;31mred\u001b[0m\n");
    assertThat(agent.finish(taken, "1").status()).isEqualTo(200);
  }

  /** Two models that the job asks in vain. */
  private void refuse(Calls asking) {
    ana.put(ACME + "model-providers/anthropic", Map.of("method", "sandbox"));
    var stop = Map.of("level", "organization", "reason", "Costs run away");
    assertThat(ana.post(ACME + "kill-switches", stop).status()).isEqualTo(201);
    for (String model : List.of("claude-sonnet-5-5", "claude-opus-5-5")) {
      var hi = List.of(Map.of("role", "user", "content", "hi"));
      var ask = Map.of("model", model, "max_tokens", 9, "messages", hi);
      assertThat(asking.post("/v3/ai/anthropic/v1/messages", ask).status()).isEqualTo(403);
    }
  }

  private String address(String path) {
    return ACME
        + path.replace("JOB", job)
            .replace("AGENT", first("agents"))
            .replace("CLUSTER", first("clusters"));
  }

  private String first(String list) {
    return ana.get(ACME + list).json().path(0).path("id").asString();
  }

  private JsonNode send(String method, String path, int status, String body) {
    var came = ana.send(method, address(path), body);
    assertThat(came.status()).as(path + ": " + came.text()).isEqualTo(status);
    return status == 204 ? DocumentedExamplesTest.read("{}") : came.json();
  }

  @Test
  void theExamplesOfThePageWork() throws IOException {
    fail();
    var examples = EXAMPLE.matcher(Files.readString(Path.of("docs", "api", "builds.md")));
    JsonNode answer = DocumentedExamplesTest.read("{}");
    int count = 0;
    while (examples.find()) {
      count++;
      String json = examples.group("json");
      if (examples.group("method") != null) {
        answer =
            send(
                examples.group("method"),
                examples.group("path"),
                Integer.parseInt(examples.group("status")),
                json);
      } else {
        var real =
            examples.group("of") == null ? answer : ana.get(address(examples.group("of"))).json();
        DocumentedExamplesTest.assertLike(DocumentedExamplesTest.read(json), real, "");
      }
    }
    assertThat(count).isEqualTo(10);
  }

  @Test
  void itsPipelinesAreTaken() throws IOException {
    fail();
    var shown =
        Pattern.compile("<!-- pipeline -->\n```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs", "api", "builds.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(shown).hasSize(2);
    for (String yaml : shown) {
      var said = ana.post(ACME + "pipelines/analysis/checks", Map.of("configuration", yaml));
      assertThat(said.json().path("valid").asBoolean()).as(yaml + said.text()).isTrue();
    }
  }

  @Test
  void whatIsShownIsRun() throws IOException {
    String page = Files.readString(Path.of("docs", "api", "builds.md"));
    assertThat(page.split("```json", -1)).hasSize(11);
  }
}
