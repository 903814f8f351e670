package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages of builds as they come from the server: all can be read and done without scripts. */
@OnBothEngines
class PagesWithoutScriptsTest {
  private static final String STEPS = "steps:\n  - label: Job\n    command: make\n";

  private final PipelineSite site;
  private final Walker ana;

  PagesWithoutScriptsTest(Engine engine) {
    site = new PipelineSite(engine);
    ana = site.bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String body(String path) {
    var came = ana.get(path);
    assertThat(came.statusCode()).as(path).isEqualTo(200);
    return came.body();
  }

  @Test
  void aLogIsReadByItsLinks() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "m");
    var job = agent.take();
    agent.log(
        job,
        0,
        IntStream.rangeClosed(1, 2500)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining()));
    agent.finish(job, "0");
    String page = "/acme/demo/builds/1/jobs/" + job.id();
    assertThat(body(page))
        .contains(">line 2500<")
        .doesNotContain(">line 2000<")
        .contains("href=\"" + page + "?line=1701#L1701\"");
    assertThat(body(page + "?line=1500")).contains(">line 1500<").contains("Later lines");
    assertThat(body(page + "?q=line+77%0A")).contains("lines found");
    assertThat(ana.get(page + "/log?from=2400").body()).startsWith("<a class=\"log-more\"");
    assertThat(body(page + "?line=999999999")).contains("Earlier lines");
    assertThat(body(page + "?line=x&q=" + "y".repeat(5000))).contains("Nothing found");
  }

  @Test
  void buildsAreMadeCanceledAndMadeAgainByForms() {
    site.pipeline("Demo", STEPS);
    var made =
        ana.submit(
            "/acme/demo/builds/new", Map.of("message", "By form", "commit", "HEAD", "branch", "b"));
    assertThat(made.statusCode()).isEqualTo(303);
    String build = made.headers().firstValue("Location").orElseThrow();
    assertThat(build).isEqualTo("/acme/demo/builds/1");
    assertThat(ana.submit(build + "/cancel", build, Map.of()).statusCode()).isEqualTo(303);
    assertThat(body(build)).contains("Canceled by Ana Torres");
    // A second press finds what it wanted already done.
    assertThat(ana.submit(build + "/cancel", build, Map.of()).statusCode()).isEqualTo(303);
    var again = ana.submit(build + "/rebuild", build, Map.of());
    assertThat(again.headers().firstValue("Location")).contains("/acme/demo/builds/2");
    var refused = ana.submit(build + "/retry-failed", build, Map.of());
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("canceled builds cannot be retried");
  }

  @Test
  void aRetryIsOfferedWhereItWouldBeDone() {
    var agent = site.agent();
    site.pipeline(
        "Demo",
        """
        steps:
          - {label: Never, command: a, retry: {manual: {allowed: false, reason: <b>no</b>}}}
          - {label: Always, command: b, retry: {manual: {permit_on_passed: true}}}
        """);
    site.build("demo", "m");
    var never = agent.take();
    agent.finish(never, "1");
    var always = agent.take();
    agent.finish(always, "0");
    String build = "/acme/demo/builds/1";
    String forbidden = build + "/jobs/" + never.id();
    for (String page : new String[] {forbidden, forbidden + "/env"}) {
      assertThat(body(page))
          .contains("cannot be retried by hand: &lt;b&gt;no&lt;/b&gt;.")
          .doesNotContain("action=\"" + forbidden + "/retry\"");
    }
    var none = ana.submit(build + "/retry-failed", build, Map.of());
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("None of the failed jobs can be retried by hand.");
    String permitted = build + "/jobs/" + always.id();
    assertThat(body(permitted)).contains("action=\"" + permitted + "/retry\"");
    assertThat(body(permitted + "/env")).contains("waiting", "data-now");
    var again = ana.submit(permitted + "/retry", permitted, Map.of());
    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(body(permitted)).doesNotContain("action=\"" + permitted + "/retry\"");
  }

  @Test
  void anArchivedPipelineOffersNoBuilds() {
    site.pipeline("Demo", STEPS);
    site.build("demo", "m");
    assertThat(body("/acme/demo/builds/1")).contains(">Rebuild<");
    var archived =
        site.bridle
            .as(site.apiToken())
            .post("/v2/organizations/acme/pipelines/demo/archive", Map.of());
    assertThat(archived.status()).as(archived.text()).isEqualTo(200);
    assertThat(body("/acme/demo/builds/1")).doesNotContain(">Rebuild<");
    assertThat(body("/acme/demo")).doesNotContain("New Build");
  }

  @Test
  void formsWithoutTheirTokenChangeNothing() {
    site.pipeline("Demo", STEPS);
    site.build("demo", "m");
    String build = "/acme/demo/builds/1";
    for (String act : new String[] {"cancel", "rebuild", "retry-failed"}) {
      assertThat(ana.post(build + "/" + act, Map.of()).statusCode()).as(act).isEqualTo(403);
    }
    assertThat(ana.post("/acme/demo/settings", Map.of("name", "x")).statusCode()).isEqualTo(403);
    assertThat(ana.post("/acme/demo/settings/steps", Map.of()).statusCode()).isEqualTo(403);
    assertThat(body(build)).contains("scheduled");
    assertThat(ana.get("/acme/demo/builds/2").statusCode()).isEqualTo(404);
  }

  @Test
  void whoHasNotSignedInSeesNothing() {
    site.pipeline("Demo", STEPS);
    site.build("demo", "m");
    for (String path : new String[] {"", "/jobs", "/ai", "/events"}) {
      var came = site.bridle.walker().get("/acme/demo/builds/1" + path);
      assertThat(came.statusCode()).isEqualTo(303);
      assertThat(came.headers().firstValue("Location").orElseThrow()).startsWith("/login?to=");
    }
  }
}
