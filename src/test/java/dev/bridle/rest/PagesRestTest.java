package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What pages of builds, pipelines and agents need, as REST tells it. */
@OnBothEngines
class PagesRestTest {
  private static final String ACME = "/v2/organizations/acme";
  private static final String PIPELINES = ACME + "/pipelines";
  private static final String BUILD = PIPELINES + "/demo/builds/1";

  private final RunningBridle bridle;
  private final JsonNode tokens;
  private final Calls ana;
  private final TestAgent agent;

  PagesRestTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    tokens = bridle.setUp();
    ana = bridle.as(tokens.path("api_token").asString());
    agent = TestAgent.register(bridle.url(), tokens.path("agent_token").asString());
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private void build(String steps) {
    ana.post(PIPELINES, Map.of("name", "Demo", "configuration", "steps:\n" + steps));
    ana.post(PIPELINES + "/demo/builds", Map.of("message", "try"));
  }

  private Calls.Came patch(Map<String, ?> body) {
    return ana.send("PATCH", PIPELINES + "/demo", JsonMapper.shared().writeValueAsString(body));
  }

  @Test
  void overviewsTellWhatPagesShow() {
    build("  - group: G\n    steps: [{command: a}]\n");
    ana.post(PIPELINES + "/demo/builds", Map.of("message", "again", "branch", "fix"));

    var one = ana.get(BUILD + "/overview").json();
    assertThat(one.path("groups").path(0).path("label").asString()).isEqualTo("G");
    assertThat(one.path("jobs").path(0).path("state").asString()).isEqualTo("scheduled");
    assertThat(one.path("revision").isNumber()).isTrue();
    assertThat(ana.get(PIPELINES + "/demo/builds/9/overview").status()).isEqualTo(404);
    var builds = ana.get(ACME + "/overview/builds?per_page=1").json();
    assertThat(builds.path("items").path(0).path("message").asString()).isEqualTo("again");
    String next = builds.path("links").path("next").asString().replace(bridle.url(), "");
    assertThat(ana.get(next).json().path("items").path(0).path("number").asInt()).isEqualTo(1);
    assertThat(ana.get(ACME + "/overview/builds?branch=fix&pipeline=demo").json().path("items"))
        .hasSize(1);
    assertThat(ana.get(ACME + "/overview/builds?pipeline=none").status()).isEqualTo(404);
    assertThat(ana.get(ACME + "/overview/builds?state=odd").status()).isEqualTo(400);
    var pipelines = ana.get(ACME + "/overview/pipelines?name=DEM").json();
    assertThat(pipelines.path("items").path(0).path("last_builds")).hasSize(2);
    assertThat(pipelines.path("after").isNull()).isTrue();
  }

  @Test
  void aLogIsReadByLinesGroupsAndSearch() {
    build("  - command: a\n");
    var job = agent.take();
    agent.log(job, 0, "--- one\r\n\u001b[31m<b>red</b>\u001b[0m\r\nplain\r\n");
    String log = BUILD + "/jobs/" + job.id() + "/log";

    var lines = ana.get(log + "/lines?from=2&count=1").json();
    assertThat(lines.path("total_lines").asInt()).isEqualTo(3);
    assertThat(lines.path("lines").path(0).path("spans"))
        .hasToString("[{\"text\":\"<b>red</b>\",\"front\":1}]");
    assertThat(ana.get(log + "/lines?last=1").json().path("lines").path(0).path("number").asInt())
        .isEqualTo(3);
    assertThat(ana.get(log + "/groups").json().path("groups").path(0).path("title").asString())
        .isEqualTo("one");
    assertThat(ana.get(log + "/search?q=RED").json().path("finds").path(0).path("line").asInt())
        .isEqualTo(2);
    for (String wrong :
        List.of("/lines?from=0", "/lines?count=2001", "/lines?last=1&from=1", "/search?q=%20")) {
      assertThat(ana.get(log + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void aPipelineIsChanged() {
    build("  - command: a\n");

    var changed = patch(Map.of("description", "What it does", "configuration", "steps: [wait]"));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("description").asString()).isEqualTo("What it does");
    assertThat(changed.json().path("name").asString()).isEqualTo("Demo");
    assertThat(changed.json().path("steps").path(0).path("type").asString()).isEqualTo("waiter");
    assertThat(patch(Map.of("configuration", "steps: [{command: 1, retry: 5}]")).status())
        .isEqualTo(422);
    assertThat(patch(Map.of("name", " ")).status()).isEqualTo(422);
    assertThat(patch(Map.of("default_branch", "")).status()).isEqualTo(422);
    assertThat(patch(Map.of("steps", List.of())).status()).isEqualTo(422);
    assertThat(ana.get(PIPELINES + "/demo").json().path("configuration").asString())
        .isEqualTo("steps: [wait]");
  }

  @Test
  void aConfigurationIsCheckedWithLineAndField() {
    build("  - command: a\n");
    String checks = PIPELINES + "/demo/checks";

    var right = ana.post(checks, Map.of("configuration", "steps: [wait]")).json();
    var wrong =
        ana.post(checks, Map.of("configuration", "steps:\n  - command: a\n    retry: 5\n")).json();
    var broken = ana.post(checks, Map.of("configuration", "steps: [\n")).json();

    assertThat(right.path("valid").asBoolean()).isTrue();
    assertThat(right.path("errors")).isEmpty();
    assertThat(wrong.path("valid").asBoolean()).isFalse();
    assertThat(wrong.path("errors").path(0))
        .hasToString(
            "{\"line\":3,\"field\":\"steps[0].retry\","
                + "\"message\":\"must be a map of names to values, not a number\"}");
    assertThat(broken.path("errors").path(0).path("line").isNumber()).isTrue();
    assertThat(ana.post(checks, Map.of()).status()).isEqualTo(422);
  }

  @Test
  void agentsAreListedAndStopped() {
    build("  - command: a\n  - command: b\n");
    var job = agent.take();

    var listed = ana.get(ACME + "/agents").json();
    assertThat(listed).hasSize(1);
    var shown = listed.path(0);
    assertThat(shown.path("job").path("id").asString()).isEqualTo(job.id());
    assertThat(shown.path("queue").asString()).isEqualTo("default");
    assertThat(shown.path("connection_state").asString()).isEqualTo("connected");
    assertThat(ana.get(ACME + "/agents?name=nobody").json()).isEmpty();
    String one = ACME + "/agents/" + shown.path("id").asString();

    assertThat(ana.put(one + "/stop", Map.of("force", false)).status()).isEqualTo(204);

    assertThat(ana.get(one).json().path("connection_state").asString()).isEqualTo("stopping");
    agent.finish(job, "0");
    assertThat(agent.session().get("/v3/ping").json().path("action").asString())
        .isEqualTo("disconnect");
    assertThat(ana.get(BUILD).json().path("jobs").path(1).path("state").asString())
        .isEqualTo("scheduled");
    agent.session().post("/v3/disconnect", Map.of());
    assertThat(ana.put(one + "/stop", Map.of()).status()).isEqualTo(400);
    assertThat(ana.get(ACME + "/agents").json()).isEmpty();
    assertThat(ana.get(ACME + "/agents/none").status()).isEqualTo(404);
  }

  @Test
  void anAgentStoppedByForceCancelsItsBuild() {
    build("  - command: a\n");
    agent.take();
    String id = ana.get(ACME + "/agents").json().path(0).path("id").asString();

    assertThat(ana.put(ACME + "/agents/" + id + "/stop", Map.of()).status()).isEqualTo(204);

    assertThat(ana.get(BUILD).json().path("state").asString()).isEqualTo("canceling");
  }

  @Test
  void anAgentIsPausedAndGoesOn() {
    build("  - command: a\n");
    String id = ana.get(ACME + "/agents").json().path(0).path("id").asString();
    String one = ACME + "/agents/" + id;
    assertThat(ana.put(one + "/resume", Map.of()).status()).isEqualTo(422);
    for (Object minutes : List.of(0, 1441, 1.5, "five", true, List.of())) {
      assertThat(ana.put(one + "/pause", Map.of("timeout_in_minutes", minutes)).status())
          .as(minutes.toString())
          .isEqualTo(422);
    }
    assertThat(ana.put(one + "/pause", Map.of("note", "a\nb")).status()).isEqualTo(422);

    assertThat(ana.put(one + "/pause", Map.of("note", "disk")).status()).isEqualTo(204);

    assertThat(agent.session().get("/v3/ping").json()).hasToString("{\"action\":\"pause\"}");
    var shown = ana.get(one).json();
    assertThat(shown.path("paused").asBoolean()).isTrue();
    assertThat(shown.path("paused_note").asString()).isEqualTo("disk");
    assertThat(shown.path("paused_timeout_in_minutes").asInt()).isEqualTo(5);
    assertThat(shown.path("paused_by").path("id").isString()).isTrue();
    assertThat(ana.put(one + "/pause", Map.of()).json().path("message").asString())
        .isEqualTo("Agent is already paused");
    assertThat(ana.put(one + "/resume", Map.of()).status()).isEqualTo(204);
    assertThat(ana.get(one).json().path("paused").asBoolean()).isFalse();
    assertThat(agent.ping()).isPresent();
    agent.session().post("/v3/disconnect", Map.of());
    assertThat(ana.put(one + "/pause", Map.of()).json().path("message").asString())
        .isEqualTo("Only connected agents may be paused");
  }

  @Test
  void queuesAreMade() {
    String clusters = ACME + "/clusters";
    String queues =
        clusters + "/" + ana.get(clusters).json().path(0).path("id").asString() + "/queues";

    var made = ana.post(queues, Map.of("key", "gpu"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("key").asString()).isEqualTo("gpu");
    assertThat(ana.get(queues).json()).hasSize(2);
    assertThat(ana.post(queues, Map.of("key", "gpu")).status()).isEqualTo(422);
    assertThat(ana.post(queues, Map.of("key", "no spaces")).status()).isEqualTo(422);
    assertThat(ana.post(queues, Map.of()).status()).isEqualTo(422);
    assertThat(
            TestAgent.register(bridle.url(), tokens.path("agent_token").asString(), "queue=gpu")
                .ping())
        .isEmpty();
  }
}
