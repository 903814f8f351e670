package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a build did with models, when that was much. */
@OnBothEngines
class AiPageTest {
  private final PipelineSite site;

  AiPageTest(Engine engine) {
    site = new PipelineSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Calls admin() {
    return site.bridle.as(site.apiToken());
  }

  private void connect() {
    admin().put("/v2/organizations/acme/model-providers/anthropic", Map.of("method", "sandbox"));
    // What a new connection begins with would stop so many calls.
    for (JsonNode one : admin().get("/v2/organizations/acme/allowances").json()) {
      admin().delete("/v2/organizations/acme/allowances/" + one.path("id").asString());
    }
  }

  private Calls job(TestAgent agent) {
    return new Calls(site.bridle.url(), "Bearer " + agent.take().token());
  }

  private static int call(Calls job, String model) {
    var ask =
        Map.of(
            "model",
            model,
            "max_tokens",
            9,
            "messages",
            List.of(Map.of("role", "user", "content", "hi")));
    return job.post("/v3/ai/anthropic/v1/messages", ask).status();
  }

  private void stopAll() {
    var stopped =
        admin()
            .post(
                "/v2/organizations/acme/kill-switches",
                Map.of("level", "organization", "reason", "all in vain"));
    assertThat(stopped.status()).as(stopped.text()).isEqualTo(201);
  }

  private void allow(Map<String, String> terms) {
    var made = admin().post("/v2/organizations/acme/allowances", terms);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private String page(String query) {
    var ben = site.bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    var came = ben.get("/acme/demo/builds/1/ai" + query);
    assertThat(came.statusCode()).as(query).isEqualTo(200);
    return came.body();
  }

  private static String link(String page, String words) {
    var link =
        Pattern.compile("href=\"/acme/demo/builds/1/ai([^\"]*)\">" + words + "</a>").matcher(page);
    assertThat(link.find()).as(words).isTrue();
    return link.group(1).replace("&amp;", "&");
  }

  @Test
  void theJobsPageSaysWhatItsCallsCostAndNamesItsAgent() {
    connect();
    var agent = site.agent();
    site.pipeline(
        "Demo", "steps:\n  - label: One\n    command: a\n  - label: Two\n    command: b\n");
    site.build("demo", "Calls");
    var first = agent.take();
    String page = "/acme/demo/builds/1/jobs/" + first.id();
    var ben = site.bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    assertThat(ben.get(page).body())
        .containsPattern("<a href=\"/organizations/acme/agents/[0-9a-f-]{36}\"><bdi>")
        .doesNotContain("class=\"chip\" href=\"/acme/demo/builds/1/ai\"");
    var calls = new Calls(site.bridle.url(), "Bearer " + first.token());
    assertThat(call(calls, "claude-haiku-4-5")).isEqualTo(200);
    assertThat(call(calls, "claude-haiku-4-5")).isEqualTo(200);
    String chip = "(?s)class=\"chip\" href=\"/acme/demo/builds/1/ai\">.*?\\$0.*? · 2 calls</a>";
    assertThat(ben.get(page).body()).containsPattern(chip);
    assertThat(ben.get(page + "/env").body()).containsPattern(chip);
    agent.finish(first, "0");
    assertThat(ben.get("/acme/demo/builds/1/jobs/" + agent.take().id()).body())
        .as("the other job made none")
        .doesNotContain("class=\"chip\" href=\"/acme/demo/builds/1/ai\"");
  }

  private void refuse(Calls job, int count) {
    stopAll();
    for (int i = 0; i < count; i++) {
      assertThat(call(job, "claude-in-vain-%03d".formatted(i))).isGreaterThanOrEqualTo(400);
    }
  }

  @Test
  void allRefusalsCanBeReached() {
    connect();
    var agent = site.agent();
    site.pipeline("Demo", "steps:\n  - label: Ask\n    command: ask\n");
    site.build("demo", "In vain");
    refuse(job(agent), 101);
    String newest = page("");
    assertThat(newest)
        .contains("claude-in-vain-100", "claude-in-vain-001", "1–100 of 101")
        .doesNotContain("claude-in-vain-000", "Newest refusals");
    String rest = page(link(newest, "Earlier refusals"));
    assertThat(rest)
        .contains("claude-in-vain-000", "101–101 of 101")
        .doesNotContain("claude-in-vain-001", "Earlier refusals");
    assertThat(link(rest, "Newest refusals")).isEmpty();
    String nowhere = "00000000-0000-0000-0000-000000000000";
    for (String madeUp : List.of("%27or", "", "-1", "1e9", nowhere)) {
      assertThat(page("?refused=" + madeUp)).contains("claude-in-vain-100", "1–100 of 101");
    }
  }

  @Test
  void goingOnInOneListLeavesTheOthersWhereTheyAre() {
    connect();
    var agent = site.agent();
    site.pipeline("Demo", "steps:\n  - label: Ask\n    command: ask\n");
    site.build("demo", "Much");
    var job = job(agent);
    for (int i = 0; i < 51; i++) {
      assertThat(call(job, "claude-sonnet-5-5")).isEqualTo(200);
    }
    refuse(job, 101);
    String first = page("");
    String calls = link(first, "Later calls");
    String both = link(page(calls), "Earlier refusals");
    assertThat(both).contains("after=", "refused=");
    assertThat(page(both))
        .contains("claude-in-vain-000", "First calls")
        .doesNotContain("claude-in-vain-001", "Later calls", "Earlier refusals");
    assertThat(link(page(both), "First calls")).isEqualTo(link(first, "Earlier refusals"));
    assertThat(link(page(both), "Newest refusals")).isEqualTo(calls);
    assertThat(page(both + "&jobs=999999999")).contains("claude-in-vain-000");
    assertThat(link(page(both + "&jobs=1"), "Newest refusals")).contains("after=", "jobs=1");
  }

  @Test
  void whatJobsHaveForThemselvesIsShownOfThoseThatUsedMost() {
    connect();
    allow(Map.of("scope", "job", "unit", "requests", "window", "lifetime", "amount", "20"));
    var agent = site.agent();
    var steps = new StringBuilder("steps:\n");
    for (int i = 1; i <= 7; i++) {
      steps.append("  - label: Job ").append(i).append("\n    command: ask\n");
    }
    site.pipeline("Demo", steps.toString());
    site.build("demo", "Seven jobs");
    assertThat(page("")).contains("20 requests in all for each job", "No job has used any of it.");
    for (int i = 1; i <= 6; i++) {
      var taken = agent.take();
      var job = new Calls(site.bridle.url(), "Bearer " + taken.token());
      for (int n = 0; n < i; n++) {
        assertThat(call(job, "claude-sonnet-5-5")).isEqualTo(200);
      }
      agent.finish(taken, "0");
      if (i == 3) {
        assertThat(page(""))
            .contains("17 requests left", "19 requests left")
            .contains("The 4 other jobs have used none of it.");
      }
    }
    String page = page("");
    assertThat(page)
        .containsSubsequence("14 requests left", "15 requests left", "18 requests left")
        .contains("The 2 other jobs have used no more of it: each has at least 18 requests left.")
        .contains("aria-label=\"Used of: 20 requests in all for each job, Job 6\"")
        .doesNotContain("19 requests left");
  }

  @Test
  void anAllowanceOfOneJobIsShownWithItsBuildOnly() {
    connect();
    site.pipeline("Demo", "steps:\n  - label: Ask\n    command: ask\n");
    var build = site.build("demo", "One");
    site.build("demo", "Another");
    String id = PipelineSite.job(build, "Ask");
    allow(
        Map.of(
            "scope", "job", "target", id, "unit", "requests", "window", "lifetime", "amount", "3"));
    assertThat(page("")).contains("3 requests in all for job", "The job has used none of it.");
    var ben = site.bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    assertThat(ben.get("/acme/demo/builds/2/ai").body()).doesNotContain("3 requests in all");
  }

  @Test
  void whatEveryQueueOfTheBuildIsAllowedIsTold() {
    connect();
    String cluster =
        admin().get("/v2/organizations/acme/clusters").json().path(0).path("id").asString();
    var queue =
        admin()
            .post("/v2/organizations/acme/clusters/" + cluster + "/queues", Map.of("key", "slow"));
    assertThat(queue.status()).as(queue.text()).isEqualTo(201);
    allow(Map.of("scope", "queue", "unit", "requests", "window", "lifetime", "amount", "30"));
    allow(
        Map.of(
            "scope",
            "queue",
            "target",
            "slow",
            "unit",
            "requests",
            "window",
            "day",
            "amount",
            "7"));
    allow(Map.of("scope", "build", "unit", "requests", "window", "lifetime", "amount", "90"));
    site.pipeline(
        "Demo",
        "steps:\n  - command: ask\n  - command: ask\n    agents: {queue: slow}\n  - command: ask\n");
    site.build("demo", "Two queues");
    String page = page("");
    assertThat(page)
        .contains("<bdi>30 requests in all for each queue: default</bdi>")
        .contains("<bdi>30 requests in all for each queue: slow</bdi>")
        .contains("7 requests a day for queue slow");
    assertThat(page.split("90 requests in all for each build", -1))
        .as("once as text and once as a label")
        .hasSize(1 + 2);
    var limits =
        admin().get("/v2/organizations/acme/pipelines/demo/builds/1/ai").json().path("limits");
    assertThat(limits).hasSize(4);
  }

  @Test
  void howManyMoreQueuesABuildIsInIsTold() {
    connect();
    String clusters = "/v2/organizations/acme/clusters";
    String cluster = admin().get(clusters).json().path(0).path("id").asString();
    allow(Map.of("scope", "queue", "unit", "requests", "window", "lifetime", "amount", "30"));
    for (int queues : List.of(20, 21, 23)) {
      var steps = new StringBuilder("steps:\n");
      for (int i = 0; i < queues; i++) {
        admin().post(clusters + "/" + cluster + "/queues", Map.of("key", "q" + i));
        steps.append("  - command: ask\n    agents: {queue: q").append(i).append("}\n");
      }
      site.pipeline("In " + queues, steps.toString());
      site.build("in-" + queues, "Many queues");
      var ben = site.bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
      String page = ben.get("/acme/in-" + queues + "/builds/1/ai").body();
      assertThat(page).contains("for each queue: q0</bdi>", "for each queue: q19</bdi>");
      assertThat(page).doesNotContain("for each queue: q20</bdi>");
      String path = "/v2/organizations/acme/pipelines/in-" + queues + "/builds/1/ai";
      var told = admin().get(path).json();
      assertThat(told.path("limits")).hasSize(20);
      assertThat(told.path("limits_more_queues").asInt(-1)).isEqualTo(queues - 20);
      switch (queues) {
        case 20 -> assertThat(page).doesNotContain("This build has jobs in");
        case 21 -> assertThat(page).contains("in 1 more queue. What is for that queue alone");
        default -> assertThat(page).contains("in 3 more queues. What is for those queues alone");
      }
    }
  }
}
