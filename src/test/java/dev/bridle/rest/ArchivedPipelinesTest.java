package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import dev.bridle.testing.Walker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pipelines that keep everything and take no builds. */
@OnBothEngines
class ArchivedPipelinesTest {
  private static final String ACME = "/v2/organizations/acme/";
  private static final String DEMO = ACME + "pipelines/demo";

  private final RunningBridle bridle;
  private final JsonNode tokens;
  private final Calls ana;

  ArchivedPipelinesTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    tokens = bridle.setUpForPeople();
    ana = bridle.as(tokens.path("api_token").asString());
    ana.post(
        ACME + "pipelines", Map.of("name", "Demo", "configuration", "steps:\n  - command: a\n"));
    assertThat(build()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private int build() {
    return ana.post(DEMO + "/builds", Map.of("message", "try")).status();
  }

  private Calls.Came archive() {
    return ana.post(DEMO + "/archive", Map.of());
  }

  private List<String> acts() {
    return ana.get(ACME + "audit-events")
        .json()
        .path("items")
        .valueStream()
        .map(event -> event.path("type").asString())
        .filter(type -> type.contains("rchived"))
        .toList();
  }

  @Test
  void anArchivedPipelineTakesNoBuilds() {
    assertThat(archive().json().path("archived_at").asString()).endsWith("Z");

    var refused = ana.post(DEMO + "/builds", Map.of("message", "try"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).contains("is archived and takes no builds");
    assertThat(ana.put(DEMO + "/builds/1/rebuild", Map.of()).status()).isEqualTo(422);
    assertThat(ana.get(DEMO + "/builds").json().size()).isEqualTo(1);

    var back = ana.post(DEMO + "/unarchive", Map.of());
    assertThat(back.json().path("archived_at").isNull()).isTrue();
    assertThat(build()).isEqualTo(201);
    assertThat(ana.get(DEMO + "/builds/2").status()).as("no number is left out").isEqualTo(200);
  }

  @Test
  void buildsThatRunGoOn() {
    var agent = TestAgent.register(bridle.url(), tokens.path("agent_token").asString());
    archive();

    agent.finish(agent.take(), "0");

    assertThat(ana.get(DEMO + "/builds/1").json().path("state").asString()).isEqualTo("passed");
  }

  @Test
  void whatIsDoneTwiceIsToldOnce() {
    archive();
    assertThat(archive().status()).isEqualTo(200);
    ana.post(DEMO + "/unarchive", Map.of());
    assertThat(ana.post(DEMO + "/unarchive", Map.of()).status()).isEqualTo(200);
    assertThat(acts()).containsExactly("PipelineUnarchivedEvent", "PipelineArchivedEvent");
  }

  @Test
  void atOnceItIsArchivedOnce() {
    var asked = Stream.generate(() -> CompletableFuture.supplyAsync(this::archive)).limit(8);
    assertThat(asked.toList()).allSatisfy(came -> assertThat(came.join().status()).isEqualTo(200));
    assertThat(acts()).hasSize(1);
  }

  @Test
  void itLeavesTheListsThatPeopleRead() {
    archive();
    assertThat(ana.get(ACME + "overview/pipelines").json().path("items").size()).isZero();
    assertThat(ana.get(ACME + "overview/pipelines?archived=true").json().path("items").size())
        .isOne();
    assertThat(ana.get(ACME + "pipelines").json().size()).as("programs see all").isOne();
    assertThat(
            ana.send("PATCH", DEMO, "{\"name\":\"Other\"}").json().path("archived_at").asString())
        .as("a change leaves it archived")
        .isNotEmpty();
  }

  @Test
  void whoMayNotIsRefused() {
    assertThat(bridle.asNobody().post(DEMO + "/archive", Map.of()).status()).isEqualTo(401);
    assertThat(ana.post(ACME + "pipelines/none/archive", Map.of()).status()).isEqualTo(404);
    assertThat(acts()).isEmpty();
  }

  private Walker ben() {
    return bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
  }

  @Test
  void pagesArchiveAndBringBack() {
    var ben = ben();
    String settings = "/acme/demo/settings";
    assertThat(ben.get(settings).body()).contains("Archive", "takes no builds");
    assertThat(ben.submit(settings + "/archive", settings, Map.of()).statusCode()).isEqualTo(303);

    assertThat(ben.get("/acme").body())
        .contains("1 archived pipeline")
        .doesNotContain("/acme/demo");
    assertThat(ben.get("/acme?archived=1").body()).contains("Archived pipelines", "/acme/demo");
    assertThat(ben.get("/acme/demo").body())
        .contains("This pipeline is archived")
        .doesNotContain("New Build");
    var refused = ben.submit("/acme/demo/builds/new", Map.of("message", "kept"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("is archived and takes no builds", "value=\"kept\"");
    var again = ben.submit("/acme/demo/builds/1/rebuild", "/acme/demo/builds/1", Map.of());
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body()).contains("is archived and takes no builds");

    ben.submit(settings + "/unarchive", settings, Map.of());
    assertThat(ben.get("/acme").body()).contains("/acme/demo").doesNotContain("archived pipeline");
  }

  @Test
  void aFormFromElsewhereArchivesNothing() {
    var ben = ben();
    assertThat(ben.post("/acme/demo/settings/archive", Map.of()).statusCode()).isEqualTo(403);
    assertThat(acts()).isEmpty();
  }
}
