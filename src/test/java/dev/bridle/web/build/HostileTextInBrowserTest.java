package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.bridle.testing.Calls;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.web.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What builds write is text on every page, whatever it looks like. */
@Needs(Program.CHROMIUM)
class HostileTextInBrowserTest {
  private static final String EVIL =
      "</title></script><script>window.evil=1</script><img src=x onerror=window.evil=1>\"'`&lt; ";
  private static final String TRICKS = "\u202Egnp.exe\u202C a\u200Bb ";

  private final PipelineSite site = new PipelineSite();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void nothingOfItRuns() {
    var agent = site.agent();
    String text = EVIL + TRICKS;
    String yaml =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "steps",
                    List.of(
                        Map.of(
                            "group",
                            text,
                            "steps",
                            List.of(Map.of("label", text, "command", text))))));
    String slug = site.pipeline("Demo", yaml);
    site.build(
        slug,
        Map.of(
            "commit",
            "HEAD",
            "branch",
            text.strip(),
            "message",
            text + "\n" + text,
            "env",
            Map.of("EVIL", text)));
    var job = agent.take();
    String log =
        "--- "
            + text
            + "\n"
            + text
            + "\n\u001b[31m"
            + text
            + "\u001b]8;;javascript:evil()\u0007x\n"
            + "\u001b]1339;url=javascript:window.evil=1;content=<b>\u0007\n"
            + "\u001b]1338;url=http://x.test/a.png\u0007\n";
    agent.log(job, 0, log);
    agent.finish(job, "1");
    String build = "/acme/demo/builds/1";
    String page = build + "/jobs/" + job.id();
    try (var tab = site.ana()) {
      for (String path :
          List.of(
              "/acme",
              "/acme/demo",
              "/acme/demo?branch="
                  + java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8),
              "/acme/demo/settings/steps",
              build,
              build + "/jobs?q=%3Cscript%3E",
              build + "/ai",
              page,
              page + "?q=%3Cscript%3E",
              page + "/env")) {
        tab.go(path);
        assertThat(tab.page().evaluate("() => window.evil ?? null")).as(path).isNull();
        assertThat(tab.find("main img, main script").count()).as(path).isZero();
        assertThat(tab.find("[href^='javascript:']").count()).as(path).isZero();
      }
      tab.go(build).look("build-hostile");
      assertThat(tab.heading()).contains("<script>window.evil=1</script>");
      tab.go(page).look("job-hostile");
      assertThat(tab.find("#L2 .log-text").innerText())
          .contains("<img src=x onerror=window.evil=1>");
      tab.go("/acme/demo").look("pipeline-hostile");
    }
  }

  /** Text that is turned round, and is not kept apart from what stands beside it. */
  private static final String LOOSE =
      """
      () => {
        const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const loose = [];
        while (walker.nextNode()) {
          const node = walker.currentNode;
          if (node.data.includes("\u202E") && !node.parentElement.closest("bdi, .log-text, option, pre")) {
            loose.push(node.data);
          }
        }
        return loose;
      }
      """;

  private static void isHarmless(Tab tab, String where) {
    assertThat(tab.page().evaluate("() => window.evil ?? null")).as(where).isNull();
    assertThat(tab.find("main img, main script").count()).as(where).isZero();
    assertThat(tab.page().evaluate(LOOSE)).as(where).isEqualTo(List.of());
  }

  @Test
  void whatAgentsAreCalledStaysText() {
    String evil = EVIL + TRICKS + "\u001b[31m" + "long".repeat(20);
    var registered =
        new Calls(site.bridle.localUrl(), "Token " + site.agentToken())
            .post(
                "/v3/register",
                Map.of(
                    "name",
                    evil,
                    "hostname",
                    evil,
                    "version",
                    TRICKS,
                    "meta_data",
                    List.of("queue=default", "evil=" + TRICKS + "<b>")));
    String session = registered.json().path("access_token").asString();
    new Calls(site.bridle.localUrl(), "Token " + session).post("/v3/connect", Map.of());
    try (var tab = site.ana()) {
      tab.go("/acme").follow("Agents");
      assertThat(tab.find("#agents tbody tr").count()).isOne();
      isHarmless(tab, "the list");
      tab.look("agents-hostile");
      String list = tab.address();
      for (String text : List.of("%3Cscript%3E", "%22", "%5C", "evil%3D", "%E2%80%AE")) {
        tab.go(list + "?q=" + text);
        isHarmless(tab, text);
        assertThat(tab.find("#agents tbody tr").count()).as(text).isLessThanOrEqualTo(1);
      }
      tab.go(list).find("#agents tbody a").first().click();
      tab.page().waitForURL(address -> address.contains("/agents/"));
      assertThat(tab.heading()).contains("<script>window.evil=1</script>");
      isHarmless(tab, "an agent");
      tab.look("agent-hostile");
    }
  }

  @Test
  void whatTheAuditLogTellsOfStaysText() {
    String evil = EVIL + TRICKS;
    site.pipeline(evil.substring(0, 60) + TRICKS, "steps:\n  - command: make\n");
    try (var tab = site.ana()) {
      tab.go("/organizations/acme/audit-log?type=PipelineCreatedEvent");
      assertThat(tab.find(".audit li").count()).isOne();
      tab.find(".audit summary").click();
      isHarmless(tab, "the audit log");
      tab.look("audit-log-hostile");
    }
  }

  @Test
  void whatComesByLiveRenewalStaysText() {
    String text = EVIL + TRICKS;
    var agent = site.agent();
    String slug =
        site.pipeline(
            "Demo",
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of("steps", List.of(Map.of("label", text, "command", "make")))));
    site.build(slug, text + "\n\n" + text);
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1");
      tab.find("summary:has-text('Rest of the message')").click();
      var job = agent.take();
      tab.find(".build-head .state-running").waitFor();
      isHarmless(tab, "a build that was renewed");
      tab.go("/acme/demo/builds/1/jobs/" + job.id());
      agent.log(job, 0, "--- " + text + "\n" + text + "\n\u001b[31m" + text + "\n");
      tab.find("#L3").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
      isHarmless(tab, "a log that grew");
      agent.finish(job, "1");
      tab.find("header .state-failed").first().waitFor();
      isHarmless(tab, "a job that ended");
      assertThat(tab.heading()).contains("<script>window.evil=1</script>");
    }
  }

  @Test
  void longNamesDontBreakThePages() {
    String name = "W".repeat(250);
    String label = "an-endless-label-".repeat(20);
    site.pipeline(name, "steps:\n  - label: " + label + "\n    command: make\n");
    String slug =
        site.bridle
            .as(site.apiToken())
            .get("/v2/organizations/acme/pipelines")
            .json()
            .path(0)
            .path("slug")
            .asString();
    var made =
        site.build(
            slug,
            Map.of(
                "commit",
                "c".repeat(40),
                "branch",
                "feature/" + "x".repeat(200),
                "message",
                "m".repeat(900)));
    String job = made.path("jobs").path(0).path("id").asString();
    try (var tab = site.ana()) {
      tab.go("/acme/" + slug).look("pipeline-long-names");
      tab.go("/acme/" + slug + "/builds/1").look("build-long-names");
      tab.go("/acme/" + slug + "/builds/1/jobs/" + job).look("job-long-names");
    }
  }
}
