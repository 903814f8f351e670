package dev.bridle.web.build;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What live pages do for who reads them, in a real browser that never reloads. */
@OnBothEngines
@Needs(Program.CHROMIUM)
class LiveReaderInBrowserTest {
  private static final String STEPS = "steps:\n  - label: First\n    command: a\n";
  private static final String BUILD = "/acme/demo/builds/1";

  private final PipelineSite site;

  LiveReaderInBrowserTest(Engine engine) {
    site = new PipelineSite(engine);
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static AtomicInteger asked(Page page, String path) {
    var asked = new AtomicInteger();
    page.onRequest(request -> {
      if (request.url().endsWith(path)) {
        asked.incrementAndGet();
      }
    });
    return asked;
  }

  @Test
  void aReaderWhoseClockIsWrongSeesHowLongItReallyTook() {
    var agent = site.agent();
    agent.take();
    try (var tab = site.ana()) {
      tab.page()
          .addInitScript("const now = Date.now; Date.now = () => now.call(Date) + 7 * 3600000;");
      tab.go(BUILD);
      assertThat(tab.find("tr:has-text('First') .elapsed"))
          .hasText(Pattern.compile("^[1-9][0-9.]*s$"));
    }
  }

  @Test
  void whatIsSelectedStaysUntilItIsNoMore() {
    var agent = site.agent();
    try (var tab = site.ana()) {
      var page = tab.page();
      page.clock().install();
      tab.go(BUILD);
      var asked = asked(page, BUILD);
      page.evaluate(
          "() => getSelection().selectAllChildren(document.querySelector('.build-title'))");
      agent.take();
      // The stream says so, and nothing is renewed.
      assertThat(tab.find("tr:has-text('First') [data-state]")).hasText("running");
      page.clock().runFor(6000);
      assertThat(page.evaluate("() => getSelection().toString().trim()")).isEqualTo("Watch me");
      assertThat(asked.get()).isZero();
      page.evaluate("() => getSelection().removeAllRanges()");
      page.clock().runFor(3000);
      assertThat(tab.find(".build-head .state")).hasText("running");
    }
  }

  @Test
  void theLogIsAskedForOnceMoreWhenItsJobHasEnded() {
    var agent = site.agent();
    var job = agent.take();
    try (var tab = site.ana()) {
      var page = tab.page();
      page.addInitScript(
          "window.ends = 0; document.addEventListener('bridle:log', e => e.detail || window.ends++);");
      tab.go(BUILD + "/jobs/" + job.id());
      agent.log(job, 0, "one\n");
      assertThat(tab.find("#L1")).containsText("one");
      assertThat(page.evaluate("() => window.ends")).isEqualTo(0);
      agent.finish(job, "0");
      page.waitForFunction("() => window.ends === 1");
    }
  }

  @Test
  void aBuildThatGoesOnAgainIsNoticedAndFollowed() {
    var agent = site.agent();
    var job = agent.take();
    agent.finish(job, "1");
    try (var tab = site.ana()) {
      tab.go(BUILD);
      assertThat(tab.find(".build-head .state")).hasText("failed");
      var again =
          site.bridle
              .as(site.apiToken())
              .put(
                  "/v2/organizations/acme/pipelines/demo/builds/1/jobs/" + job.id() + "/retry",
                  Map.of());
      assertThat(again.status()).as(again.text()).isEqualTo(200);
      tab.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
      assertThat(tab.find(".build-head .state")).hasText("running");
      agent.finish(agent.take(), "0");
      assertThat(tab.find(".build-head .state")).hasText("passed");
    }
  }

  @Test
  void callsAreAskedForOnceMoreAfterTheEnd() {
    var agent = site.agent();
    var job = agent.take();
    try (var tab = site.ana()) {
      var page = tab.page();
      tab.go(BUILD + "/ai");
      var asked = asked(page, "/ai");
      agent.finish(job, "0");
      assertThat(tab.find(".build-head .state")).hasText("passed");
      int atTheEnd = asked.get();
      page.waitForCondition(() -> asked.get() > atTheEnd);
      assertThat(asked.get()).isEqualTo(atTheEnd + 1);
    }
  }

  @Test
  void theVariablesOfAJobThatWaitsAreRenewedWhenItRuns() {
    var agent = site.agent();
    try (var tab = site.ana()) {
      var page = tab.page();
      tab.go(BUILD + "/jobs");
      page.navigate(tab.find("tr:has-text('First') a").first().evaluate("a => a.href") + "/env");
      assertThat(tab.find("#job header .state").first()).hasText("scheduled");
      var job = agent.take();
      assertThat(tab.find("#job header .state").first()).hasText("running");
      assertThat(tab.find(".env")).containsText("BUILDKITE_AGENT_NAME");
      agent.finish(job, "1");
      assertThat(tab.find("text=Retry").first()).isVisible();
      tab.press("Retry");
      assertThat(tab.find(".attempts")).containsText("Attempt 2");
      tab.look("job-environment-live");
    }
  }
}
