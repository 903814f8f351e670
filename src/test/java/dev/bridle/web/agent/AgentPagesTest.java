package dev.bridle.web.agent;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import dev.bridle.testing.Walker;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Agents, queues and agent tokens on their pages. */
@OnBothEngines
class AgentPagesTest {
  private final RunningBridle bridle;
  private final JsonNode made;
  private final String cluster;
  private final Walker ana;

  AgentPagesTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    made = bridle.setUpForPeople();
    ana = bridle.walker().signedIn(ANA, PASSWORD);
    cluster = ana.get("/organizations/acme/clusters").headers().firstValue("Location").orElse("");
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private String token() {
    return made.path("agent_token").asString();
  }

  private void build(String command) {
    var api = bridle.as(made.path("api_token").asString());
    String pipelines = "/v2/organizations/acme/pipelines";
    api.post(
        pipelines,
        Map.of(
            "name", "Analysis",
            "repository", "",
            "configuration", "steps:\n  - label: \"" + command + "\"\n    command: \"true\"\n"));
    api.post(
        pipelines + "/analysis/builds",
        Map.of("commit", "HEAD", "branch", "main", "message", "First"));
  }

  private void register(String name, String hostname, String... tags) {
    var registered =
        new Calls(bridle.localUrl(), "Token " + token())
            .post(
                "/v3/register",
                Map.of("name", name, "hostname", hostname, "meta_data", List.of(tags)));
    String session = registered.json().path("access_token").asString();
    new Calls(bridle.localUrl(), "Token " + session).post("/v3/connect", Map.of());
  }

  @Test
  void agentsAreFoundByNameMachineAndTag() {
    ana.submit(cluster + "/queues", Map.of("key", "gpu"));
    register("alpha-1", "cellar", "queue=default", "os=linux");
    register("beta-2", "attic", "queue=gpu", "os=mac\"os\\");
    var wanted =
        Map.of(
            "?q=ALPHA", "alpha-1",
            "?q=attic", "beta-2",
            "?q=os%3Dlinux", "alpha-1",
            "?q=mac%22os%5C", "beta-2",
            "?q=queue%3Dgpu", "beta-2",
            "?q=a&queue=gpu", "beta-2");
    wanted.forEach((query, name) ->
        assertThat(ana.get(cluster + query).body())
            .as(query)
            .contains(">" + name + "<")
            .doesNotContain(name.equals("alpha-1") ? ">beta-2<" : ">alpha-1<"));
    for (String none : List.of("?q=%25", "?q=_", "?q=alpha&queue=gpu", "?q=%3Cscript%3E")) {
      assertThat(ana.get(cluster + none).body())
          .as(none)
          .contains("No connected agent fits", "Show all agents")
          .doesNotContain(">alpha-1<", "<script>");
    }
    assertThat(ana.get(cluster + "?q=" + "x".repeat(5000)).statusCode()).isEqualTo(200);
  }

  @Test
  void theCommandsNameTheQueueThatIsShown() {
    ana.submit(cluster + "/queues", Map.of("key", "gpu"));
    String url = bridle.url();
    assertThat(command("", "command-agent")).contains("--tags queue=default \\\n");
    assertThat(command("?queue=gpu", "command-agent")).contains("--tags queue=gpu \\\n");
    assertThat(command("", "command-runner"))
        .isEqualTo(
            "BRIDLE_AGENT_TOKEN=\"$BUILDKITE_AGENT_TOKEN\" \\\n  ./bridle runner --endpoint "
                + url
                + "/v3 --tags queue=default");
    assertThat(command("?queue=gpu", "command-runner")).endsWith("/v3 --tags queue=gpu");
  }

  private String command(String query, String id) {
    var found =
        Pattern.compile("(?s)<pre id=\"" + id + "\"[^>]*>(.*?)</pre>")
            .matcher(ana.get(cluster + query).body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void theOnlyClusterIsShownAtOnce() {
    assertThat(cluster).startsWith("/organizations/acme/clusters/");
    assertThat(ana.get(cluster).body()).contains("Default cluster", "No agent is connected");
  }

  @Test
  void anAgentIsShownWithItsQueueAndItsJob() {
    var agent = TestAgent.register(bridle.url(), token(), "queue=default");
    assertThat(ana.get(cluster).body()).contains("state-agent-idle", "default");
    build("Look <script>alert(1)</script>");
    var job = agent.take();
    var page = ana.get(cluster).body();
    assertThat(page)
        .contains("state-agent-running", "Look &lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("/acme/analysis/builds/1#" + job.id())
        .doesNotContain("<script>alert");
    agent.finish(job, "0");
    agent.session().post("/v3/disconnect", Map.of());
    assertThat(ana.get(cluster).body()).contains("No agent is connected");
  }

  @Test
  void anAgentThatHasGoneStillHasItsPage() {
    var agent = TestAgent.register(bridle.url(), token(), "queue=default", "os=<b>");
    String page = ana.get(cluster).body();
    String address = page.replaceAll("(?s).*(/organizations/acme/agents/[0-9a-f-]+).*", "$1");
    agent.session().post("/v3/disconnect", Map.of());
    assertThat(ana.get(address).body()).contains("state-agent-disconnected", "os=&lt;b&gt;");
    assertThat(ana.get("/organizations/acme/agents/x").statusCode()).isEqualTo(404);
  }

  private String addressOfTheAgent() {
    return ana.get(cluster)
        .body()
        .replaceAll("(?s).*(/organizations/acme/agents/[0-9a-f-]+).*", "$1");
  }

  private static String action(TestAgent agent) {
    return agent.session().get("/v3/ping").json().path("action").asString("");
  }

  @Test
  void anAgentIsStoppedWhenItsJobIsDone() {
    var agent = TestAgent.register(bridle.url(), token());
    build("work");
    var job = agent.take();
    String page = addressOfTheAgent();
    assertThat(ana.submit(page + "/stop", page, Map.of()).statusCode()).isEqualTo(303);
    ana.submit(page + "/stop", page, Map.of());
    assertThat(ana.get(page).body())
        .contains("state-agent-stopping", "finishes its job first", "/stop-by-force")
        .doesNotContain("action=\"" + page + "/stop\"");
    agent.finish(job, "0");
    assertThat(action(agent)).isEqualTo("disconnect");
    agent.session().post("/v3/disconnect", Map.of());
    assertThat(ana.get(page).body()).contains("state-agent-disconnected").doesNotContain("Stop");
    for (String minutes : new String[] {"5", "none"}) {
      var late = ana.submit(page + "/pause", "/acme", Map.of("timeout_in_minutes", minutes));
      assertThat(late.statusCode()).isEqualTo(422);
      assertThat(late.body()).contains("This agent has left, so there is nothing to pause.");
    }
    assertThat(ana.submit(page + "/stop", cluster, Map.of()).statusCode()).isEqualTo(303);
    assertThat(ana.get("/organizations/acme/audit-log?type=agent_stopped").body())
        .as("once, though it was asked twice")
        .containsOnlyOnce("Ana Torres</bdi></strong> stopped the agent");
  }

  @Test
  void anAgentThatIsStoppedByForceLosesItsBuild() {
    var agent = TestAgent.register(bridle.url(), token());
    build("work");
    agent.take();
    String page = addressOfTheAgent();
    ana.submit(page + "/stop-by-force", page, Map.of());
    assertThat(ana.get("/acme/analysis/builds/1").body())
        .contains("state-canceling", "The agent was stopped by Ana Torres");
  }

  @Test
  void aPausedAgentGetsNoJobsUntilItGoesOn() {
    var agent = TestAgent.register(bridle.url(), token());
    build("work");
    String page = addressOfTheAgent();
    var pause = Map.of("timeout_in_minutes", "30", "note", "New <b>disk</b>");
    assertThat(ana.submit(page + "/pause", page, pause).statusCode()).isEqualTo(303);
    ana.submit(page + "/pause", cluster, pause);
    assertThat(ana.get(page).body())
        .contains(
            "state-agent-paused", "by <bdi>Ana Torres</bdi> until", "New &lt;b&gt;disk&lt;/b&gt;");
    assertThat(action(agent)).isEqualTo("pause");
    assertThat(agent.ping()).isEmpty();
    ana.submit(page + "/resume", page, Map.of());
    ana.submit(page + "/resume", cluster, Map.of());
    assertThat(agent.ping()).isPresent();
    var log = ana.get("/organizations/acme/audit-log").body();
    assertThat(log.split("paused the agent", -1)).hasSize(2);
    assertThat(log.split("resumed the agent", -1)).hasSize(2);
  }

  @Test
  void aWrongPauseIsToldAtItsField() {
    TestAgent.register(bridle.url(), token());
    String page = addressOfTheAgent();
    for (String minutes : java.util.List.of("0", "1441", "-1", "five", "9999999999999999999", "")) {
      var came =
          ana.submit(page + "/pause", page, Map.of("timeout_in_minutes", minutes, "note", "n"));
      assertThat(came.statusCode()).as(minutes).isEqualTo(422);
      assertThat(came.body()).as(minutes).contains("problem-timeout_in_minutes", "value=\"n\"");
    }
    var note = Map.of("timeout_in_minutes", "5", "note", "x".repeat(201));
    assertThat(ana.submit(page + "/pause", page, note).body()).contains("problem-note");
    assertThat(ana.get(page).body()).contains("state-agent-idle");
    assertThat(ana.submit("/organizations/acme/agents/x/pause", page, note).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aQueueIsMadeAndServed() {
    assertThat(ana.submit(cluster + "/queues", Map.of("key", "gpu")).statusCode()).isEqualTo(303);
    TestAgent.register(bridle.url(), token(), "queue=gpu");
    assertThat(ana.get(cluster + "/queues").body()).contains("gpu");
    assertThat(ana.get(cluster + "?queue=gpu").body()).contains("state-agent-idle");
    assertThat(ana.get(cluster + "?queue=default").body())
        .contains("No connected agent fits", "Show all agents");
  }

  @Test
  void aWrongQueueIsToldAtItsField() {
    String path = cluster + "/queues";
    assertThat(ana.submit(path, Map.of("key", "a b")).body())
        .contains("Must be 1 to 100 letters, digits, hyphens and underscores.", "value=\"a b\"");
    assertThat(ana.submit(path, Map.of("key", "default")).body()).contains("Is taken by another");
    assertThat(ana.submit(path, Map.of("key", "x".repeat(101))).statusCode()).isEqualTo(422);
    assertThat(ana.submit(path, Map.of()).statusCode()).isEqualTo(422);
  }

  @Test
  void queuesAreMadeByRestToo() {
    String id = cluster.substring(cluster.lastIndexOf('/') + 1);
    var api = bridle.as(made.path("api_token").asString());
    String path = "/v2/organizations/acme/clusters/" + id + "/queues";
    var created = api.post(path, Map.of("key", "gpu"));
    assertThat(created.status()).isEqualTo(201);
    assertThat(api.post(path, Map.of("key", "gpu")).status()).isEqualTo(422);
    String queue = created.json().path("id").asString();
    assertThat(ana.get(cluster + "/queues/" + queue).headers().firstValue("Location"))
        .contains(cluster + "?queue=gpu");
  }

  @Test
  void anAgentTokenIsShownOnceAndRevoked() {
    String path = cluster + "/tokens";
    var shown = ana.submit(path, Map.of("description", "Build machines")).body();
    String token = shown.replaceAll("(?s).*(brdc_\\w{38}).*", "$1");
    assertThat(shown).contains("--token " + token, bridle.url() + "/v3");
    TestAgent.register(bridle.url(), token, "queue=default");
    var list = ana.get(path).body();
    assertThat(list).contains("Build machines").doesNotContain(token);
    for (var found = java.util.regex.Pattern.compile("action=\"([^\"]+/revoke)\"").matcher(list);
        found.find(); ) {
      ana.submit(found.group(1), path, Map.of());
    }
    assertThat(ana.get(path).body()).contains("No agent token is in force");
    assertThat(bridle.as(token).post("/v3/register", Map.of("name", "a")).status()).isEqualTo(401);
  }

  @Test
  void aMemberSeesAgentsButNoTokens() {
    var ben = bridle.walker().signedIn(BEN, PASSWORD);
    assertThat(ben.get(cluster).statusCode()).isEqualTo(200);
    assertThat(ben.get(cluster).body()).doesNotContain(cluster + "/tokens");
    assertThat(ben.get(cluster + "/queues").body()).doesNotContain("New queue");
    assertThat(ben.get(cluster + "/tokens").statusCode()).isEqualTo(403);
    var fields = Map.of("form_token", ben.formToken(cluster), "key", "gpu", "description", "x");
    assertThat(ben.post(cluster + "/queues", fields).statusCode()).isEqualTo(403);
    assertThat(ben.post(cluster + "/tokens", fields).statusCode()).isEqualTo(403);
    assertThat(ben.post(cluster + "/tokens/x/revoke", fields).statusCode()).isEqualTo(403);
  }

  @Test
  void anotherOrganizationsClusterIsNotThere() {
    assertThat(ana.get("/organizations/acme/clusters/x").statusCode()).isEqualTo(404);
    assertThat(ana.get("/organizations/acme/clusters/x/queues").statusCode()).isEqualTo(404);
    assertThat(ana.get("/organizations/acme/clusters/x/tokens").statusCode()).isEqualTo(404);
  }
}
