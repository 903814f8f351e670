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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@OnBothEngines
class RetryResourceTest {
  private static final String PIPELINES = "/v2/organizations/acme/pipelines";
  private static final String BUILD = PIPELINES + "/demo/builds/1";

  private final RunningBridle bridle;
  private final JsonNode tokens;
  private final Calls ana;
  private final TestAgent agent;

  RetryResourceTest(Engine engine) {
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

  private static List<String> ids(JsonNode jobs) {
    return jobs.valueStream().map(job -> job.path("id").asString()).toList();
  }

  @Test
  void theRetryOfAJobIsAnotherJob() {
    build("  - {command: a, key: a}\n");
    var first = agent.take();
    agent.finish(first, "1");

    var retried = ana.put(BUILD + "/jobs/" + first.id() + "/retry", Map.of());

    assertThat(retried.status()).isEqualTo(200);
    var next = retried.json();
    assertThat(next.path("id").asString()).isNotEqualTo(first.id());
    assertThat(next.path("state").asString()).isEqualTo("scheduled");
    assertThat(next.path("retries_count").asInt()).isEqualTo(1);
    assertThat(next.path("retry_type").asString()).isEqualTo("manual");
    assertThat(next.path("retry_source").path("job_id").asString()).isEqualTo(first.id());
    assertThat(next.path("retried_by").path("email").asString()).isEqualTo("ana@example.com");
    var old = ana.get(BUILD + "/jobs/" + first.id()).json();
    assertThat(old.path("retried").asBoolean()).isTrue();
    assertThat(old.path("retried_in_job_id")).isEqualTo(next.path("id"));
    var second = agent.take();
    assertThat(second.id()).isEqualTo(next.path("id").asString());
    assertThat(second.env("BUILDKITE_RETRY_COUNT")).isEqualTo("1");
  }

  @Test
  void buildsShowTheLastAttemptUnlessAllAreAskedFor() {
    build("  - {command: a, key: a, retry: {automatic: {limit: 1}}}\n  - {command: b, key: b}\n");
    var first = agent.take();
    agent.finish(first, "1");

    assertThat(ids(ana.get(BUILD).json().path("jobs"))).hasSize(2).doesNotContain(first.id());
    assertThat(ids(ana.get(BUILD + "?include_retried_jobs=true").json().path("jobs")))
        .hasSize(3)
        .startsWith(first.id());
    assertThat(ids(ana.get(PIPELINES + "/demo/builds").json().path(0).path("jobs"))).hasSize(2);
    var jobs = BUILD + "/jobs";
    assertThat(ids(ana.get(jobs).json().path("items"))).hasSize(3);
    assertThat(ids(ana.get(jobs + "?include_retried_jobs=false").json().path("items"))).hasSize(2);
    assertThat(ids(ana.get(jobs + "?step_key=a").json().path("items"))).hasSize(2);
    assertThat(ids(ana.get(jobs + "?state[]=failed").json().path("items")))
        .containsExactly(first.id());
  }

  @Test
  void theListOfJobsIsReadPieceByPiece() {
    build("  - command: a\n".repeat(5));
    var all = ids(ana.get(BUILD + "/jobs").json().path("items"));

    var first = ana.get(BUILD + "/jobs?per_page=2").json();
    var second = ana.get(BUILD + "/jobs?per_page=2&after=" + all.get(1)).json();
    var back = ana.get(BUILD + "/jobs?per_page=2&before=" + all.get(2)).json();

    assertThat(ids(first.path("items"))).isEqualTo(all.subList(0, 2));
    assertThat(first.path("links").path("next").asString()).endsWith("after=" + all.get(1));
    assertThat(ids(second.path("items"))).isEqualTo(all.subList(2, 4));
    assertThat(ids(back.path("items"))).isEqualTo(all.subList(0, 2));
    assertThat(ana.get(BUILD + "/jobs?after=" + tokens.path("id").asString("x")).status())
        .isEqualTo(400);
  }

  @Test
  void whatCanNotBeRetriedIsSaid() {
    build("  - {command: a}\n");
    var job = agent.take();
    String retry = BUILD + "/jobs/" + job.id() + "/retry";
    assertThat(ana.put(retry, Map.of()).status()).isEqualTo(400);
    agent.finish(job, "1");
    ana.put(retry, Map.of());

    assertThat(ana.put(retry, Map.of()).status()).isEqualTo(422);
    assertThat(ana.put(BUILD + "/jobs/none/retry", Map.of()).status()).isEqualTo(404);
    ana.put(BUILD + "/cancel", Map.of());
    assertThat(ana.put(retry, Map.of()).message())
        .isEqualTo("Jobs from canceled builds cannot be retried");
  }

  @Test
  void allFailedJobsAreRetriedAtOnce() {
    build("  - command: a\n".repeat(3));
    agent.finish(agent.take(), "1");
    agent.finish(agent.take(), "0");
    agent.finish(agent.take(), "1");

    var answer = ana.put(BUILD + "/retry_failed_jobs", Map.of("states", "failed,canceled"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("retried_jobs_count").asInt()).isEqualTo(2);
    assertThat(answer.json().path("state").asString()).isEqualTo("running");
    assertThat(ana.put(BUILD + "/retry_failed_jobs", Map.of()).json().path("retried_jobs_count"))
        .hasToString("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"passed", "failed,,canceled", "FAILED"})
  void unknownStatesAreNamed(String states) {
    build("  - command: a\n");

    var answer = ana.put(BUILD + "/retry_failed_jobs", Map.of("states", states));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message())
        .startsWith("Invalid states: ")
        .endsWith("Valid states are canceled, expired, failed, soft_failed, timed_out");
  }

  @Test
  void aRebuildSaysWhatItIsARebuildOf() {
    build("  - command: a\n");

    var again = ana.put(BUILD + "/rebuild", Map.of());

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("number").asInt()).isEqualTo(2);
    assertThat(again.json().path("message").asString()).isEqualTo("try");
    assertThat(again.json().path("rebuilt_from").path("number").asInt()).isEqualTo(1);
    assertThat(ana.put(PIPELINES + "/demo/builds/9/rebuild", Map.of()).status()).isEqualTo(404);
    agent.finish(agent.take(), "0");
    assertThat(agent.take().env("BUILDKITE_REBUILT_FROM_BUILD_NUMBER")).isEqualTo("1");
  }

  @Test
  void groupsAreNamedByTheirJobs() {
    build("  - group: Tests\n    key: tests\n    steps: [{command: a}, wait, {command: b}]\n");

    var jobs = ana.get(BUILD).json().path("jobs");

    assertThat(jobs.valueStream().map(job -> job.path("group_key").asString()))
        .containsOnly("tests")
        .hasSize(3);
    assertThat(ids(ana.get(BUILD + "/jobs?group_key=tests").json().path("items"))).hasSize(3);
    assertThat(ana.get(PIPELINES + "/demo").json().path("steps")).hasSize(3);
  }
}
