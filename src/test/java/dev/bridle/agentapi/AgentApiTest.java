package dev.bridle.agentapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@OnBothEngines
class AgentApiTest {
  private static final String PIPELINES = "/v2/organizations/acme/pipelines";

  private final Path data = Engine.temporaryFolder();
  private final Map<String, String> database;
  private RunningBridle bridle;
  private final JsonNode tokens;
  private final TestAgent agent;

  AgentApiTest(Engine engine) {
    database = RunningBridle.on(engine, data);
    bridle = RunningBridle.start(data, database);
    tokens = bridle.setUp();
    agent = newAgent();
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private TestAgent newAgent(String... tags) {
    return TestAgent.register(bridle.url(), tokens.path("agent_token").asString(), tags);
  }

  private Calls ana() {
    return bridle.as(tokens.path("api_token").asString());
  }

  private void build(String steps) {
    ana().post(PIPELINES, Map.of("name", "Demo", "configuration", "steps:\n" + steps));
    ana().post(PIPELINES + "/demo/builds", Map.of("message", "try"));
  }

  private JsonNode build() {
    return ana().get(PIPELINES + "/demo/builds/1").json();
  }

  private String state() {
    return build().path("state").asString();
  }

  private List<String> jobStates() {
    return build().path("jobs").valueStream().map(job -> job.path("state").asString()).toList();
  }

  @Test
  void aJobRunsFromPingToFinish() {
    build("  - command: echo hi\n    label: Say hi\n");

    var job = agent.take();
    agent.log(job, 0, "hi\r\n");

    assertThat(state()).isEqualTo("running");
    assertThat(job.env("BUILDKITE_COMMAND")).isEqualTo("echo hi");
    assertThat(job.env("BUILDKITE_REPO")).isNotEmpty();
    assertThat(job.env("BUILDKITE_PULL_REQUEST")).isEqualTo("false");
    assertThat(job.answer().path("env").valueStream()).allMatch(JsonNode::isString);
    assertThat(agent.finish(job, "0").status()).isEqualTo(200);
    assertThat(state()).isEqualTo("passed");
    String log = PIPELINES + "/demo/builds/1/jobs/" + job.id() + "/log";
    assertThat(ana().get(log).json().path("content").asString()).isEqualTo("hi\r\n");
    assertThat(ana().get(log + ".txt").text()).isEqualTo("hi\r\n");
    assertThat(ana().get(log + ".html").text()).contains("hi</div>");
  }

  @Test
  void theTokenLivesFromAcceptToFinish() {
    build("  - command: echo hi\n");

    var job = agent.accept(agent.ping().orElseThrow());
    var again = agent.accept(job.id());

    assertThat(again.token()).isNotEqualTo(job.token());
    assertThat(again.answer().path("env")).isEqualTo(job.answer().path("env"));
    String path = "/v3/jobs/" + job.id();
    assertThat(agent.as(job).put(path + "/start", Map.of()).status()).isEqualTo(200);
    assertThat(agent.as(again).get(path).json().path("state").asString()).isEqualTo("running");
    // The oldest agents still in use send their session's token here.
    assertThat(agent.session().get(path).status()).isEqualTo(200);
    agent.finish(job, "0");
    assertThat(agent.as(job).get(path).status()).isEqualTo(401);
    assertThat(agent.as(again).get(path).status()).isEqualTo(401);
    assertThat(agent.finish(again, "1").status()).isBetween(400, 499);
    assertThat(state()).isEqualTo("passed");
  }

  @Test
  void anotherAgentCanNotAccept() {
    build("  - command: echo hi\n");
    String job = agent.ping().orElseThrow();

    assertThat(agent.ping()).hasValue(job);
    assertThat(newAgent().ping()).isEmpty();
    assertThat(newAgent().session().put("/v3/jobs/" + job + "/accept", Map.of()).status())
        .isEqualTo(422);
  }

  @Test
  void aFailureStopsWhatIsBehindTheWait() {
    build("  - command: exit 3\n  - wait\n  - command: echo never\n");

    agent.finish(agent.take(), "3");

    assertThat(state()).isEqualTo("failed");
    assertThat(jobStates()).containsExactly("failed", "waiting_failed", "waiting_failed");
    assertThat(agent.ping()).isEmpty();
  }

  @Test
  void cancelStopsTheRunningAndTheWaiting() {
    build("  - command: sleep 9\n  - command: echo two\n  - wait\n  - command: echo three\n");
    var job = agent.take();

    assertThat(ana().put(PIPELINES + "/demo/builds/1/cancel", Map.of()).status()).isEqualTo(200);

    assertThat(state()).isEqualTo("canceling");
    assertThat(jobStates()).containsExactly("canceling", "canceled", "canceled", "canceled");
    String path = "/v3/jobs/" + job.id();
    assertThat(agent.as(job).get(path).json().path("state").asString()).isEqualTo("canceling");
    assertThat(agent.log(job, 0, "last words")).isEqualTo(201);
    agent.finish(job, "-1");
    assertThat(state()).isEqualTo("canceled");
    assertThat(ana().put(PIPELINES + "/demo/builds/1/cancel", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void anUploadedTokenIsNeverKeptAndBecomesTheOwnOfTheRunningJob() throws IOException {
    build("  - command: buildkite-agent pipeline upload\n");
    var uploader = agent.take();
    String baked = "curl -H \"x-api-key: " + uploader.token() + "\" $X";
    var step = Map.of("command", baked, "env", Map.of("KEY", uploader.token()), "key", "k");
    var upload = Map.of("uuid", "u-1", "pipeline", Map.of("steps", List.of(step)));
    String path = "/v3/jobs/" + uploader.id() + "/pipelines";

    assertThat(agent.as(uploader).post(path + "?async=true", upload).status()).isEqualTo(200);
    assertThat(agent.as(uploader).post(path + "?async=true", upload).status()).isEqualTo(200);
    assertThat(agent.as(uploader).get(path + "/u-1").json().path("state").asString())
        .isEqualTo("applied");
    assertThat(agent.ping()).isEmpty();
    agent.log(uploader, 0, "uploaded " + uploader.token());
    agent.finish(uploader, "0");
    var job = agent.take();

    assertThat(job.env("BUILDKITE_COMMAND"))
        .isEqualTo("curl -H \"x-api-key: " + job.token() + "\" $X");
    assertThat(job.env("KEY")).isEqualTo(job.token());
    assertThat(build().toString()).contains("$BUILDKITE_AGENT_ACCESS_TOKEN");
    assertThat(build().path("jobs")).hasSize(2);
    assertThat(anywhere(uploader.token(), job.token())).isEmpty();
  }

  private List<Path> anywhere(String... secrets) throws IOException {
    try (var files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, secrets)).toList();
    }
  }

  private static boolean holds(Path file, String... secrets) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return List.of(secrets).stream().anyMatch(text::contains)
          || Token.JOB_TOKENS.matcher(text).find();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsShownOfAnUploadNamesTheVariableInPlaceOfTheToken() {
    build("  - command: buildkite-agent pipeline upload\n");
    var uploader = agent.take();
    String token = uploader.token();
    var step = Map.of("command", "a", "label", "L " + token, "agents", Map.of("size", token));
    var lost = Map.of("command", "a", "agents", Map.of("queue", token));

    var taken = upload(uploader, "u-1", step);
    var refused = upload(uploader, "u-2", lost);

    assertThat(taken.status()).isEqualTo(200);
    assertThat(build().path("jobs").path(1).path("name").asString())
        .isEqualTo("L $BUILDKITE_AGENT_ACCESS_TOKEN");
    assertThat(build().path("jobs").path(1).path("agent_query_rules").path(0).asString())
        .isEqualTo("size=$BUILDKITE_AGENT_ACCESS_TOKEN");
    assertThat(refused.message())
        .isEqualTo(
            "There is no queue \"$BUILDKITE_AGENT_ACCESS_TOKEN\" in this pipeline's cluster.");
    assertThat(build().toString()).doesNotContain("job-token");
  }

  private Calls.Came upload(TestAgent.Taken job, String uuid, Map<String, ?> step) {
    return agent
        .as(job)
        .post(
            "/v3/jobs/" + job.id() + "/pipelines",
            Map.of("uuid", uuid, "pipeline", Map.of("steps", List.of(step))));
  }

  @Test
  void aPipelineShowsItsStepsAndHowMuchOfItIsUnderWay() {
    build(
        "  - label: Hi\n    command: echo $X\n    agents: {queue: default}\n  - wait\n  - command: b\nenv: {A: b}\n");
    agent.take();

    var pipeline = ana().get(PIPELINES + "/demo").json();

    assertThat(pipeline.path("env").path("A").asString()).isEqualTo("b");
    assertThat(pipeline.path("steps")).hasSize(3);
    assertThat(pipeline.path("steps").path(0).toString())
        .isEqualTo(
            "{\"type\":\"script\",\"name\":\"Hi\",\"command\":\"echo $X\",\"artifact_paths\":null,"
                + "\"branch_configuration\":null,\"env\":{},\"timeout_in_minutes\":null,"
                + "\"agent_query_rules\":[\"queue=default\"],\"concurrency\":null,\"parallelism\":null}");
    assertThat(pipeline.path("steps").path(1).path("type").asString()).isEqualTo("waiter");
    assertThat(counts(pipeline)).containsExactly(0, 1, 0, 1, 1);
    assertThat(counts(ana().get(PIPELINES).json().path(0))).containsExactly(0, 1, 0, 1, 1);
    assertThat(counts(build().path("pipeline"))).containsExactly(0, 1, 0, 1, 1);
  }

  private static List<Integer> counts(JsonNode pipeline) {
    return List.of(
            "scheduled_builds", "running_builds", "scheduled_jobs", "running_jobs", "waiting_jobs")
        .stream()
        .map(name -> pipeline.path(name + "_count").asInt(-1))
        .toList();
  }

  @Test
  void buildsLeaveOutWhatIsNotWanted() {
    build("  - command: a\n");
    String excluded = "?exclude_jobs=true&exclude_pipeline=true";

    var one = ana().get(PIPELINES + "/demo/builds/1" + excluded).json();
    var ofList = ana().get(PIPELINES + "/demo/builds" + excluded).json().path(0);
    var whole = ana().get(PIPELINES + "/demo/builds").json().path(0);

    assertThat(one.has("jobs") || one.has("pipeline")).isFalse();
    assertThat(ofList.has("jobs") || ofList.has("pipeline")).isFalse();
    assertThat(whole.path("jobs")).hasSize(1);
    assertThat(whole.path("pipeline").path("slug").asString()).isEqualTo("demo");
  }

  @Test
  void stepsThatCannotRunAreToldInASentence() {
    var refused = ana().post(PIPELINES, Map.of("name", "Bad", "configuration", "steps: []"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).isEqualTo("Line 1, steps: must hold at least one step.");
    assertThat(refused.json().path("errors").path(0).path("code").asString())
        .isEqualTo("line 1, steps: must hold at least one step");
  }

  @Test
  void aBadUploadIsRefusedAndChangesNothing() {
    build("  - command: buildkite-agent pipeline upload\n    key: first\n");
    var uploader = agent.take();
    var bad =
        Map.of(
            "There is no queue \"gpu\"", Map.of("command", "x", "agents", Map.of("queue", "gpu")),
            "already been used", Map.of("command", "x", "key", "first"),
            "not supported", Map.of("block", "ok?"));

    var answers = new HashMap<String, Calls.Came>();
    bad.forEach((why, step) ->
        answers.put(
            why,
            agent
                .as(uploader)
                .post(
                    "/v3/jobs/" + uploader.id() + "/pipelines",
                    Map.of("uuid", "u", "pipeline", Map.of("steps", List.of(step))))));

    answers.forEach((why, came) -> {
      assertThat(came.status()).isEqualTo(422);
      assertThat(came.message()).contains(why);
    });
    assertThat(jobStates()).containsExactly("running");
  }

  @Test
  void aKilledServerGoesOnWhereItWas() {
    build("  - command: sleep 1\n  - wait\n  - command: echo two\n");
    var job = agent.take();
    agent.log(job, 0, "one\r\n");
    bridle.close();
    var flags = new HashMap<>(database);
    flags.put("listen", bridle.url().substring("http://".length()));
    bridle = RunningBridle.start(data, flags);

    assertThat(agent.log(job, 5, "two\r\n")).isEqualTo(201);
    assertThat(agent.finish(job, "0").status()).isEqualTo(200);
    agent.finish(agent.take(), "0");

    assertThat(state()).isEqualTo("passed");
  }

  @Test
  void anAgentThatDisconnectsFailsItsJob() {
    build("  - command: sleep 9\n");
    agent.take();

    agent.session().post("/v3/disconnect", Map.of());

    assertThat(state()).isEqualTo("failed");
    assertThat(build().path("jobs").path(0).path("exit_status").asInt()).isEqualTo(-1);
    assertThat(build().path("jobs").path(0).path("signal_reason").asString())
        .isEqualTo("agent_stop");
  }

  @Test
  void agentRulesAreMatchedWithTags() {
    build("  - command: make\n    agents: {os: linux, gpu: \"*\"}\n");

    assertThat(newAgent("os=linux").ping()).isEmpty();
    assertThat(newAgent("os=linux", "gpu=a100").ping()).isPresent();
  }

  @Test
  void whatIsNotThereIsAQuickNotFound() {
    build("  - command: true\n");
    var job = agent.take();
    String path = "/v3/jobs/" + job.id();

    assertThat(agent.session().post("/agentedge.v1.AgentEdgeService/StreamPings", "").status())
        .isEqualTo(404);
    assertThat(agent.as(job).put(path, Map.of("timeout", "5")).status()).isEqualTo(404);
    assertThat(agent.as(job).post(path + "/artifacts", Map.of()).status()).isEqualTo(404);
    assertThat(agent.as(job).post(path + "/header_times", Map.of()).status()).isEqualTo(204);
  }

  @Test
  void metaDataIsSharedWithinTheBuild() {
    build("  - command: true\n");
    var job = agent.take();
    var calls = agent.as(job);
    String ofJob = "/v3/jobs/" + job.id() + "/data/";
    String ofBuild = "/v3/builds/" + job.env("BUILDKITE_BUILD_ID") + "/data/";

    calls.post(ofJob + "set", Map.of("key", "k", "value", "v 1 <&>"));

    assertThat(calls.post(ofBuild + "get", Map.of("key", "k")).json().path("value").asString())
        .isEqualTo("v 1 <&>");
    assertThat(calls.post(ofJob + "exists", Map.of("key", "no")).json().toString())
        .isEqualTo("{\"exists\":false}");
    assertThat(calls.post(ofJob + "get", Map.of("key", "no")).status()).isEqualTo(404);
    assertThat(calls.send("POST", ofJob + "keys", "").json().toString()).isEqualTo("[\"k\"]");
  }
}
