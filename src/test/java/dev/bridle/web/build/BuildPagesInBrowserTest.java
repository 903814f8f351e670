package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import dev.bridle.web.Tab;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A build and its jobs, in a real browser. */
@OnBothEngines
@Needs(Program.CHROMIUM)
class BuildPagesInBrowserTest {
  private static final String STEPS =
      """
      steps:
        - label: Lint
          command: make lint
        - group: Tests
          steps:
            - label: Unit
              command: make unit
            - label: Integration
              command: make integration
        - wait
        - command: make deploy
      """;

  private final PipelineSite site;

  BuildPagesInBrowserTest(Engine engine) {
    site = new PipelineSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String failedBuild() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Make it faster\n\nWith a second paragraph.");
    agent.finish(agent.take(), "0");
    agent.finish(agent.take(), "1");
    agent.finish(agent.take(), "0");
    return "/acme/demo/builds/1";
  }

  @Test
  void aBuildShowsItsStepsGroupsAndStates() {
    String build = failedBuild();
    try (var tab = site.ana()) {
      tab.go(build).look("build-failed");
      assertThat(tab.heading()).isEqualTo("Make it faster");
      assertThat(tab.find(".card-failed").innerText()).contains("Unit").doesNotContain("Lint");
      assertThat(tab.find("details.group").innerText())
          .contains("Tests")
          .contains("1 failed, 1 passed");
      assertThat(tab.find(".build-head").innerText())
          .contains("failed", "#1", "main", "Ana Torres");
      tab.find("text=Rest of the message").click();
      assertThat(tab.find(".build-message").innerText()).isEqualTo("With a second paragraph.");
    }
  }

  @Test
  void failedJobsAreRetriedByAButtonAndTheirAttemptsStay() {
    String build = failedBuild();
    try (var tab = site.ana()) {
      tab.go(build).press("Retry failed jobs");
      assertThat(tab.find(".build-head .state").innerText()).isEqualTo("running");
      assertThat(tab.find("details.group").innerText()).contains("attempt 2");
      tab.follow("Jobs");
      tab.look("build-jobs");
      assertThat(tab.find("tbody").innerText()).contains("retried");
      tab.find("tr:has-text('attempt 2') a").click();
      tab.look("job-second-attempt");
      assertThat(tab.find(".attempts a").count()).isEqualTo(2);
      tab.find(".attempts a").first().click();
      assertThat(tab.find("[data-ending]").innerText()).startsWith("Exited with status 1");
    }
  }

  @Test
  void oneJobIsRetriedOnItsOwnPage() {
    String build = failedBuild();
    try (var tab = site.ana()) {
      tab.go(build);
      tab.find(".card-failed a").first().click();
      tab.press("Retry");
      assertThat(tab.find(".attempts [aria-current]").innerText()).contains("Attempt 2");
    }
  }

  @Test
  void aBuildIsMadeAgain() {
    String build = failedBuild();
    try (var tab = site.ben()) {
      tab.go(build).press("Rebuild");
      assertThat(tab.address()).isEqualTo("/acme/demo/builds/2");
      assertThat(tab.find(".facts").innerText()).contains("Ben Okafor").contains("#1");
    }
  }

  @Test
  void aBuildIsCanceledAfterAQuestion() {
    site.pipeline("Demo", STEPS);
    site.build("demo", "Stop me");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1").look("build-scheduled");
      tab.find(".act-menu > summary").click();
      tab.look("build-cancel");
      tab.press("Cancel this build");
      assertThat(tab.find(".build-head .state").innerText()).isEqualTo("canceled");
      assertThat(tab.find(".build-note").innerText()).isEqualTo("Canceled by Ana Torres");
      assertThat(tab.find(".act-menu").count()).isZero();
    }
  }

  @Test
  void jobsAreFoundByStateAndLabel() {
    String build = failedBuild();
    try (var tab = site.ana()) {
      tab.go(build + "/jobs");
      tab.find(".chips a:has-text('failed')").first().click();
      assertThat(tab.address()).endsWith("/jobs?state=failed");
      assertThat(tab.find("tbody tr").count()).isEqualTo(1);
      tab.fill("Label", "nothing of that name").press("Find");
      tab.look("build-no-job-fits");
      assertThat(tab.find(".empty-title").innerText()).isEqualTo("No job fits");
    }
  }

  private static final String MANY =
      IntStream.rangeClosed(1, 12)
          .mapToObj(i -> "  - label: Job " + i + "\n    command: make\n")
          .collect(Collectors.joining("", "steps:\n", ""));

  /** Of twelve jobs the third and the ninth have failed, and the last two have not begun. */
  private String buildWithFailures() {
    var agent = site.agent();
    site.pipeline("Demo", MANY);
    site.build("demo", "Many");
    for (int i = 1; i <= 10; i++) {
      var job = agent.take();
      agent.log(job, 0, "this is job " + i + "\n");
      agent.finish(job, i == 3 || i == 9 ? "1" : "0");
    }
    return "/acme/demo/builds/1";
  }

  @Test
  void theNextFailureIsOneKeyAway() {
    String build = buildWithFailures();
    try (var tab = site.ana()) {
      tab.go(build);
      tab.page().keyboard().press("f");
      tab.page().waitForURL("**/jobs/*");
      assertThat(tab.heading()).isEqualTo("Job 3");
      tab.follow("Next failure");
      assertThat(tab.heading()).isEqualTo("Job 9");
      String ninth = tab.address();
      tab.page().keyboard().press("f");
      tab.page().waitForURL(address -> !address.endsWith(ninth));
      assertThat(tab.heading()).as("after the last comes the first").isEqualTo("Job 3");
      tab.page().keyboard().press("s");
      tab.page().keyboard().type("f");
      assertThat(tab.find("#log-q").inputValue()).as("typing presses no keys").isEqualTo("f");
    }
  }

  /** What each page's list says, pressed on that page. */
  @Test
  void everyKeyThatIsListedWorks() {
    String build = buildWithFailures();
    var agent = site.agent();
    var running = agent.take();
    String text = "--- One\nfirst\n--- Two\nsecond\n+++ Three\nthird\n";
    agent.log(running, 0, text);
    String job = build + "/jobs/" + running.id();
    try (var tab = site.ana()) {
      for (String page : List.of(build, build + "/jobs", job + "/env")) {
        tab.go(page);
        assertThat(listed(tab)).as(page).containsExactly("f", "s", "?");
        tab.page().keyboard().press("s");
        tab.page().waitForURL("**/builds/1/jobs*");
        tab.page().waitForCondition(() -> isFocused(tab, "jobs-q"));
        tab.go(page).page().keyboard().press("f");
        tab.page().waitForURL("**/jobs/*-*");
      }
      tab.go(job);
      assertThat(listed(tab)).containsExactly("f", "s", "g", "j", "?");
      tab.page().keyboard().press("s");
      assertThat(isFocused(tab, "log-q")).isTrue();
      tab.find("#log-q").blur();
      tab.page().keyboard().press("g");
      assertThat(tab.find(".log-block > details:not([open])").count()).isZero();
      tab.page().keyboard().press("g");
      assertThat(tab.find(".log-block > details[open]").count()).isZero();
      var follow = tab.find("[data-follow]");
      String before = follow.getAttribute("aria-pressed");
      tab.page().keyboard().press("j");
      assertThat(follow.getAttribute("aria-pressed")).isNotEqualTo(before);
      tab.page().keyboard().press("j");
      assertThat(follow.getAttribute("aria-pressed")).isEqualTo(before);
      agent.finish(running, "0");
      tab.go(job);
      assertThat(listed(tab)).containsExactly("f", "s", "g", "?");
    }
  }

  private static List<String> listed(Tab tab) {
    return tab.find("dialog kbd").allTextContents();
  }

  private static boolean isFocused(Tab tab, String id) {
    return id.equals(tab.page().evaluate("() => document.activeElement.id"));
  }

  @Test
  void keysAreListedInADialog() {
    String build = buildWithFailures();
    try (var tab = site.ana()) {
      tab.go(build).press("Keyboard shortcuts").look("build-keys");
      assertThat(tab.find("dialog[open]").innerText()).contains("Next failure", "Find a job");
      tab.press("Close");
      assertThat(tab.find("dialog").isVisible()).isFalse();
      tab.page().keyboard().press("?");
      assertThat(tab.find("dialog[open]").count()).isEqualTo(1);
      tab.page().keyboard().press("f");
      assertThat(tab.address()).as("a key beside the dialog does nothing").isEqualTo(build);
      tab.page().keyboard().press("Escape");
      assertThat(tab.find("dialog").isVisible()).isFalse();
    }
  }

  @Test
  void stepsBesideALogLeadToOtherLogs() {
    String build = buildWithFailures();
    try (var tab = site.ana()) {
      tab.go(build).follow("Job 2").look("job-beside-steps");
      assertThat(tab.find(".side-job").count()).isEqualTo(12);
      assertThat(tab.find(".side-job[aria-current]").innerText()).contains("Job 2");
      tab.find(".side-job:has-text('Job 5')").click();
      assertThat(tab.heading()).isEqualTo("Job 5");
      assertThat(tab.find(".log").innerText()).contains("this is job 5");
      tab.follow("By state").look("job-steps-by-state");
      assertThat(tab.find(".side-job").first().innerText()).contains("Job 3");
      tab.find(".side-job").nth(1).click();
      assertThat(tab.heading()).isEqualTo("Job 9");
      assertThat(tab.find(".side-job").first().innerText()).as("still by state").contains("Job 3");
      tab.follow("Environment").look("job-environment-beside-steps");
    }
  }

  @Test
  void jobsAreListedByState() {
    String build = buildWithFailures();
    try (var tab = site.ana()) {
      tab.go(build + "/jobs").follow("By state").look("build-jobs-by-state");
      assertThat(tab.find("tbody tr").nth(0).innerText()).contains("Job 3");
      assertThat(tab.find("tbody tr").nth(1).innerText()).contains("Job 9");
      assertThat(tab.find("tbody tr").nth(2).innerText()).contains("Job 11");
      tab.find(".chips a:has-text('passed')").click();
      assertThat(tab.address()).contains("order=state");
      tab.follow("As in the pipeline");
      assertThat(tab.address()).doesNotContain("order").contains("state=passed");
    }
  }

  @Test
  void theLinksOfAgentsAndRestLeadToTheJob() {
    String build = failedBuild();
    var shape =
        site.bridle
            .as(site.apiToken())
            .get("/v2/organizations/acme/pipelines/demo/builds/1")
            .json();
    String job = PipelineSite.job(shape, "Lint");
    String link = shape.path("jobs").path(0).path("web_url").asString();
    assertThat(link).isEqualTo(site.bridle.url() + build + "#" + job);
    try (var tab = site.ana()) {
      tab.page().navigate(link);
      tab.page().waitForURL("**/jobs/" + job);
      assertThat(tab.heading()).isEqualTo("Lint");
    }
  }

  @Test
  void theEnvironmentOfAJobIsShownWithoutItsToken() {
    var agent = site.agent();
    site.pipeline(
        "Demo", "steps:\n  - command: env\n    env: {TOKEN: $BUILDKITE_AGENT_ACCESS_TOKEN}\n");
    site.build(
        "demo",
        Map.of(
            "commit",
            "HEAD",
            "branch",
            "main",
            "message",
            "m",
            "env",
            Map.of("MARKUP", "<b>&amp;")));
    var job = agent.take();
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1/jobs/" + job.id()).follow("Environment");
      tab.look("job-environment");
      assertThat(tab.find("tr:has-text('MARKUP') td").innerText()).isEqualTo("<b>&amp;");
      assertThat(tab.page().content()).doesNotContain(job.token());
    }
  }

  @Test
  void aBuildThatCouldNotStartSaysWhy() {
    site.pipeline("Demo", "steps:\n  - command: \"${WHAT-echo}\"\n");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/new").fill("Message", "No way");
      tab.fill("Environment variables", "WHAT=").press("Create Build");
      tab.look("build-could-not-start");
      assertThat(tab.find("[role=alert]").innerText()).contains("could not start");
    }
  }

  @Test
  void nobodySeesWhatIsNotThereOrNotTheirs() {
    site.pipeline("Demo", STEPS);
    site.build("demo", "x");
    try (var tab = site.ana()) {
      for (String path :
          new String[] {
            "/acme/demo/builds/2",
            "/acme/demo/builds/x",
            "/acme/demo/builds/99999999999999999999",
            "/acme/other",
            "/acme/demo/builds/1/jobs/none",
            "/acme/demo/builds/1/jobs/none/log",
            "/other/demo/builds/1"
          }) {
        assertThat(tab.go(path).heading()).as(path).isEqualTo("This page does not exist");
      }
    }
  }
}
