package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pipelines and their builds, as people make and find them, in a real browser. */
@OnBothEngines
@Needs(Program.CHROMIUM)
class PipelinePagesInBrowserTest {
  private static final String HELLO = "steps:\n  - label: Hello\n    command: echo hello\n";

  private final PipelineSite site;

  PipelinePagesInBrowserTest(Engine engine) {
    site = new PipelineSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void aPipelineIsMadeAndBuiltByClicks() {
    try (var tab = site.ana()) {
      tab.look("pipelines-none");
      tab.find("text=New Pipeline").first().click();
      tab.look("pipeline-new");
      tab.fill("Name", "Release train").press("Create Pipeline");
      assertThat(tab.address()).isEqualTo("/acme/release-train");
      tab.look("pipeline-never-built");
      tab.follow("New Build");
      tab.look("build-new");
      tab.fill("Message", "Ship it").fill("Environment variables", "A=1\n# no\nB=two words");
      tab.press("Create Build");
      assertThat(tab.address()).isEqualTo("/acme/release-train/builds/1");
      assertThat(tab.heading()).isEqualTo("Ship it");
      var build =
          site.bridle
              .as(site.apiToken())
              .get("/v2/organizations/acme/pipelines/release-train/builds/1")
              .json();
      assertThat(build.path("env").path("B").asString()).isEqualTo("two words");
      assertThat(build.path("web_url").asString()).isEqualTo(tab.page().url());
    }
  }

  @Test
  void whatIsWrongWithABuildIsSaidAtItsFieldAndNothingIsLost() {
    site.pipeline("Demo", HELLO);
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/new").fill("Message", "Kept").fill("Environment variables", "A");
      tab.press("Create Build");
      tab.look("build-new-wrong");
      assertThat(tab.find("#problem-env").innerText()).contains("no = in line 1");
      assertThat(tab.find("#field-message").inputValue()).isEqualTo("Kept");
    }
  }

  @Test
  void aNewBuildCanBeFilledInByItsAddress() {
    site.pipeline("Demo", HELLO);
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/new?message=From%20a%20link&branch=topic&env=A%3D1");
      assertThat(tab.find("#field-message").inputValue()).isEqualTo("From a link");
      assertThat(tab.find("#field-branch").inputValue()).isEqualTo("topic");
      assertThat(tab.find("#field-env").inputValue()).isEqualTo("A=1");
    }
  }

  @Test
  void stepsAreCheckedWithTheLineOfEachFault() {
    site.pipeline("Demo", HELLO);
    try (var tab = site.ana()) {
      tab.go("/acme/demo").follow("Pipeline Settings");
      tab.look("pipeline-settings");
      tab.follow("Steps");
      tab.look("pipeline-steps");
      String faulty =
          "steps:\n  - command: echo 1\n    priority: high\n  - label: x\n    command: ''\n";
      tab.find("#field-configuration").fill(faulty);
      tab.press("Save Steps");
      tab.look("pipeline-steps-wrong");
      assertThat(tab.find(".problems").innerText()).contains("Line 3").contains("Line 5");
      assertThat(tab.find("#field-configuration").inputValue()).isEqualTo(faulty);
      tab.find(".problem-line").last().click();
      assertThat(tab.page().evaluate("() => getSelection().toString()"))
          .isEqualTo("    command: ''");
      tab.find("#field-configuration").fill("steps:\n  - command: echo 2\n");
      tab.press("Check only");
      assertThat(tab.find("[role=status]").innerText()).contains("can run").contains("not saved");
      tab.press("Save Steps");
      assertThat(tab.find("[role=status]").innerText()).contains("Saved");
      assertThat(tab.find("#field-configuration").inputValue()).contains("echo 2");
    }
  }

  @Test
  void textThatIsNoYamlIsSaidWithItsLine() {
    site.pipeline("Demo", HELLO);
    try (var tab = site.ana()) {
      tab.go("/acme/demo/settings/steps");
      tab.find("#field-configuration").fill("steps:\n  - command: \"open\n");
      tab.press("Check only");
      assertThat(tab.find(".problems").innerText()).contains("Line ");
    }
  }

  @Test
  void whoeverIsOvertakenSeesBothTexts() {
    site.pipeline("Demo", HELLO);
    try (var ana = site.ana();
        var ben = site.ben()) {
      ana.go("/acme/demo/settings/steps");
      ben.go("/acme/demo/settings/steps");
      ben.find("#field-configuration").fill("steps:\n  - command: of-ben\n");
      ben.press("Save Steps");
      ana.find("#field-configuration").fill("steps:\n  - command: of-ana\n");
      assertThat(ana.page().waitForResponse(_ -> true, () -> ana.press("Save Steps")).status())
          .isEqualTo(409);
      ana.look("pipeline-steps-overtaken");
      assertThat(ana.find("details pre").innerText()).contains("of-ben");
      assertThat(ana.find("#field-configuration").inputValue()).contains("of-ana");
    }
  }

  @Test
  void settingsChangeAndTheAddressStays() {
    site.pipeline("Demo", HELLO);
    try (var tab = site.ana()) {
      tab.go("/acme/demo/settings").fill("Name", "").press("Save Settings");
      assertThat(tab.address()).isEqualTo("/acme/demo/settings");
      tab.fill("Name", "Renamed").fill("Description", "What it does").press("Save Settings");
      assertThat(tab.find("[role=status]").innerText()).isEqualTo("Saved.");
      tab.go("/acme/demo");
      assertThat(tab.heading()).isEqualTo("Renamed");
    }
  }

  @Test
  void buildsAreFilteredAndPagedByTheAddress() {
    site.pipeline("Demo", HELLO);
    for (int i = 1; i <= 65; i++) {
      site.build(
          "demo",
          Map.of(
              "commit", "HEAD", "branch", i % 2 == 0 ? "main" : "topic/odd", "message", "No " + i));
    }
    try (var tab = site.ana()) {
      tab.go("/acme/demo").look("pipeline-builds");
      assertThat(tab.find("tbody tr").count()).isEqualTo(30);
      assertThat(tab.find("tbody tr").first().innerText()).contains("#65");
      tab.follow("Older builds");
      assertThat(tab.find("tbody tr").first().innerText()).contains("#35");
      tab.follow("Newer builds");
      assertThat(tab.find("tbody tr").first().innerText()).contains("#65");
      tab.fill("Branch", "topic/odd").press("Filter");
      assertThat(tab.find("tbody tr").count()).isEqualTo(30);
      assertThat(tab.find("tbody").innerText()).doesNotContain("No 64");
      assertThat(tab.address()).contains("branch=topic%2Fodd");
      tab.page().getByLabel("State").selectOption("passed");
      tab.press("Filter").look("pipeline-no-build-fits");
      assertThat(tab.find(".empty-title").innerText()).isEqualTo("No build fits");
      tab.follow("Show all builds");
      assertThat(tab.find("tbody tr").count()).isEqualTo(30);
    }
  }

  @Test
  void pipelinesAreFoundByNameAndShowTheirLastBuilds() {
    var agent = site.agent();
    site.pipeline("Demo", HELLO);
    site.pipeline("Other thing", HELLO);
    site.build("demo", "one");
    agent.finish(agent.take(), "0");
    site.build("demo", "two");
    agent.finish(agent.take(), "1");
    try (var tab = site.ana()) {
      tab.go("/acme").look("pipelines-history");
      assertThat(tab.find(".history").first().locator("a").count()).isEqualTo(2);
      tab.fill("Name or repository", "OTHER").press("Find");
      assertThat(tab.find("tbody tr").count()).isEqualTo(1);
      assertThat(tab.find("tbody").innerText()).contains("Other thing").contains("never built");
    }
  }

  @Test
  void aPipelineIsArchivedAndBroughtBackByClicks() {
    site.pipeline("Demo", HELLO);
    try (var tab = site.ana()) {
      tab.go("/acme/demo/settings").find(".sure > summary").click();
      tab.look("pipeline-archive");
      tab.press("Yes, archive Demo");
      assertThat(tab.look("pipeline-archived-settings").find("main").innerText())
          .contains("it takes no builds");
      tab.go("/acme").look("pipelines-all-archived").follow("1 archived pipeline");
      tab.look("pipelines-archived").follow("Demo");
      assertThat(tab.look("pipeline-archived").find(".alert").innerText())
          .contains("is archived and takes no builds");
      tab.follow("Its settings").press("Unarchive");
      assertThat(tab.go("/acme").find("tbody tr").count()).isOne();
    }
  }
}
