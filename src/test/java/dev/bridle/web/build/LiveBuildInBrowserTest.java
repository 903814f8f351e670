package dev.bridle.web.build;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import dev.bridle.testing.TestAgent;
import dev.bridle.web.Tab;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A build that goes on while someone looks, in a real browser that never reloads. */
@OnBothEngines
@Needs(Program.CHROMIUM)
class LiveBuildInBrowserTest {
  private static final String STEPS =
      "steps:\n  - label: First\n    command: a\n  - wait\n  - label: Second\n    command: b\n";

  private static final String LOST = "The connection is lost. This page reconnects by itself.";

  private static final String IS_AT_END =
      "() => document.documentElement.scrollHeight - innerHeight - scrollY < 4";

  private final PipelineSite site;

  LiveBuildInBrowserTest(Engine engine) {
    site = new PipelineSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void statesChangeWithoutAReload() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1");
      tab.page().evaluate("() => (window.stayed = true)");
      var first = tab.find("tr:has-text('First') [data-state]");
      assertThat(first).hasText("scheduled");
      var job = agent.take();
      assertThat(first).hasText("running");
      assertThat(tab.find(".build-head .state")).hasText("running");
      agent.finish(job, "0");
      assertThat(first).hasText("passed");
      agent.finish(agent.take(), "1");
      assertThat(tab.find(".build-head .state")).hasText("failed");
      assertThat(tab.find(".card-failed")).containsText("Second");
      assertThat(tab.page().evaluate("() => window.stayed")).isEqualTo(true);
    }
  }

  @Test
  void aLogGrowsWithoutAReload() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    var job = agent.take();
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1/jobs/" + job.id()).look("job-log-live-empty");
      String begin = "--- One\nfirst line\nhalf of ";
      agent.log(job, 0, begin);
      assertThat(tab.find("#L2")).containsText("first line");
      assertThat(tab.find("#L3 .log-text")).hasText("half of ");
      String more = "the line\n+++ Two\nlast line\n";
      agent.log(job, begin.length(), more);
      assertThat(tab.find("#L3")).containsText("half of the line");
      assertThat(tab.find("#L5")).containsText("last line");
      assertThat(tab.find(".log-line")).hasCount(3);
      assertThat(tab.find(".log-block")).hasCount(2);
      tab.look("job-log-live");
      agent.finish(job, "3");
      assertThat(tab.find("[data-ending]")).containsText("Exited with status 3");
      assertThat(tab.find("header .state").first()).hasText("failed");
    }
  }

  @Test
  void whatIsWrittenWhileAPieceIsOnItsWayIsAskedForAfterIt() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    var job = agent.take();
    try (var tab = site.ana()) {
      var page = tab.page();
      page.addInitScript(
          "window.told = 0; document.addEventListener('bridle:log', () => window.told++);");
      tab.go("/acme/demo/builds/1/jobs/" + job.id());
      var held = new AtomicInteger();
      page.route(
          address -> address.contains("from="),
          route -> {
            var piece = route.fetch();
            if (held.getAndIncrement() == 0) {
              agent.log(job, "one\n".length(), "two\n");
              page.waitForFunction("() => window.told > 1");
            }
            route.fulfill(new Route.FulfillOptions().setResponse(piece));
          });
      agent.log(job, 0, "one\n");
      assertThat(tab.find("#L2")).containsText("two");
      assertThat(held.get()).isEqualTo(2);
    }
  }

  @Test
  void whoFollowsSeesTheEndAndWhoScrollsUpIsLeftAlone() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    var job = agent.take();
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1/jobs/" + job.id());
      String many = IntStream.range(0, 3000).mapToObj(i -> "line\n").collect(Collectors.joining());
      agent.log(job, 0, many);
      assertThat(tab.find("#L3000")).isInViewport();
      tab.press("Follow");
      tab.page().evaluate("() => scrollTo(0, 0)");
      agent.log(job, many.length(), "one more\n");
      assertThat(tab.find("#L3001")).hasCount(1);
      assertThat((int) tab.page().evaluate("() => Math.round(scrollY)")).isZero();
    }
  }

  @Test
  void whoeverGoesUpByWhateverMeansReadsAndWhoComesToTheEndFollows() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    var job = agent.take();
    try (var tab = site.ana()) {
      var page = tab.page();
      tab.go("/acme/demo/builds/1/jobs/" + job.id());
      String many = IntStream.range(0, 900).mapToObj(i -> "line\n").collect(Collectors.joining());
      agent.log(job, 0, many);
      assertThat(tab.find("#L900")).isInViewport();
      var follow = tab.find("[data-follow]");
      int size = many.length();
      int line = 900;
      for (Runnable up : waysUp(tab)) {
        up.run();
        assertThat(follow).hasAttribute("aria-pressed", "false");
        agent.log(job, size, "more\n");
        size += 5;
        line++;
        assertThat(tab.find("#L" + line)).hasCount(1);
        assertThat(page.evaluate(IS_AT_END)).isEqualTo(false);
        // What stands above the log may grow at the same moment, which moves the end away again.
        page.waitForCondition(() -> {
          page.keyboard().press("End");
          return "true".equals(follow.getAttribute("aria-pressed"));
        });
        agent.log(job, size, "more\n");
        size += 5;
        line++;
        assertThat(tab.find("#L" + line)).isInViewport();
      }
      assertThat(follow).hasAttribute("aria-pressed", "true");
      // Without the scrolling to the button that a click would begin with.
      follow.evaluate("button => button.click()");
      assertThat(follow).hasAttribute("aria-pressed", "false");
      page.waitForCondition(() -> {
        page.keyboard().press("Home");
        return page.evaluate("() => scrollY === 0").equals(true);
      });
      page.waitForCondition(() -> {
        page.keyboard().press("End");
        return page.evaluate(IS_AT_END).equals(true);
      });
      assertThat(tab.find("#L" + line)).isInViewport();
      assertThat(follow).hasAttribute("aria-pressed", "false");
    }
  }

  private static List<Runnable> waysUp(Tab tab) {
    var page = tab.page();
    return List.of(
        () -> page.keyboard().press("PageUp"),
        () -> page.keyboard().press("ArrowUp"),
        () -> page.keyboard().press("Home"),
        () -> page.mouse().wheel(0, -300),
        // As a finger does it, or a scroll bar that is dragged.
        () -> page.evaluate("() => scrollBy(0, -400)"));
  }

  @Test
  void whatIsOpenStaysOpen() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me\n\nand read all of this");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1");
      tab.find("summary:has-text('Rest of the message')").click();
      var job = agent.take();
      assertThat(tab.find(".build-head .state")).hasText("running");
      assertThat(tab.find("text=and read all of this")).isVisible();
      tab.go("/acme/demo/builds/1/jobs/" + job.id());
      tab.find("summary:has-text('Command')").click();
      agent.finish(job, "0");
      assertThat(tab.find("header .state").first()).hasText("passed");
      assertThat(tab.find("#command pre")).isVisible();
    }
  }

  @Test
  void whatHasTheFocusHasItAfterARenewal() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me\n\nand read all of this");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1");
      var page = tab.page();
      var rest = tab.find("summary:has-text('Rest of the message')");
      rest.focus();
      page.evaluate("() => (document.getElementById('live').seen = true)");
      var job = agent.take();
      page.waitForFunction("() => !document.getElementById('live').seen");
      assertThat(tab.find(".build-head .state")).hasText("running");
      assertThat(rest).isFocused();
      var first = tab.find("tr:has-text('First') a").first();
      first.focus();
      page.evaluate("() => (document.getElementById('live').seen = true)");
      agent.finish(job, "0");
      page.waitForFunction("() => !document.getElementById('live').seen");
      assertThat(first).isFocused();
      page.keyboard().press("Enter");
      assertThat(page).hasURL(Pattern.compile("/jobs/" + job.id()));
    }
  }

  @Test
  void aMomentInWhichTooMuchIsAskedIsABadMomentToo() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    try (var tab = site.ana()) {
      var page = tab.page();
      tab.go("/acme/demo/builds/1");
      var job = new AtomicReference<TestAgent.Taken>();
      Map<Integer, Runnable> changes =
          new TreeMap<>(
              Map.of(408, () -> job.set(agent.take()), 429, () -> agent.finish(job.get(), "0")));
      changes.forEach((status, change) -> {
        var asked = new AtomicInteger();
        page.route(
            address -> address.endsWith("/builds/1"),
            route -> {
              asked.incrementAndGet();
              route.fulfill(new Route.FulfillOptions().setStatus(status));
            });
        change.run();
        assertThat(tab.find(".live-lost")).hasText(LOST);
        page.waitForCondition(() -> asked.get() > 1);
        assertThat(tab.find(".live-stopped")).hasCount(0);
        page.unrouteAll();
        assertThat(tab.find(".live-lost")).hasCount(0);
      });
      assertThat(tab.find("tr:has-text('First') [data-state]")).hasText("passed");
    }
  }

  @Test
  void aServerThatHasABadMomentIsAskedAgain() {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    try (var tab = site.ana()) {
      var page = tab.page();
      var asked = new AtomicInteger();
      tab.go("/acme/demo/builds/1");
      page.route(
          address -> address.endsWith("/builds/1"),
          route -> {
            asked.incrementAndGet();
            route.fulfill(new Route.FulfillOptions().setStatus(502));
          });
      var job = agent.take();
      assertThat(tab.find(".live-lost")).hasText(LOST);
      page.waitForCondition(() -> asked.get() > 2);
      tab.look("build-reconnecting");
      page.unrouteAll();
      assertThat(tab.find(".live-lost")).hasCount(0);
      assertThat(tab.find(".build-head .state")).hasText("running");
      agent.finish(job, "0");
      assertThat(tab.find("tr:has-text('First') [data-state]")).hasText("passed");
    }
  }

  @Test
  void eventsThatAreRefusedForAMomentAreAskedForAgain() {
    eventsAreRefusedForAMoment(503);
  }

  @Test
  void eventsThatAreTooManyForAMomentAreAskedForAgain() {
    eventsAreRefusedForAMoment(429);
  }

  private void eventsAreRefusedForAMoment(int status) {
    var agent = site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    try (var tab = site.ana()) {
      var page = tab.page();
      page.route(
          address -> address.contains("/events"),
          route -> route.fulfill(new Route.FulfillOptions().setStatus(status)));
      tab.go("/acme/demo/builds/1");
      assertThat(tab.find(".live-lost")).hasText(LOST);
      page.unrouteAll();
      assertThat(tab.find(".live-lost")).hasCount(0);
      agent.take();
      assertThat(tab.find("tr:has-text('First') [data-state]")).hasText("running");
    }
  }

  @Test
  void whoIsSignedOutIsToldThatThePageStoppedAndNothingIsAskedForever() {
    site.agent();
    site.pipeline("Demo", STEPS);
    site.build("demo", "Watch me");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1");
      tab.page().context().clearCookies();
      site.agent().take();
      assertThat(tab.find(".live-stopped")).containsText("Reload it");
      assertThat(tab.find(".live-lost")).hasCount(0);
    }
  }

  @Test
  void stepsThatAJobAddsAppear() {
    var agent = site.agent();
    site.pipeline("Demo", "steps:\n  - label: Upload\n    command: up\n");
    site.build("demo", "Watch me");
    try (var tab = site.ana()) {
      tab.go("/acme/demo/builds/1");
      var job = agent.take();
      var added =
          agent
              .as(job)
              .post(
                  "/v3/jobs/" + job.id() + "/pipelines",
                  java.util.Map.of(
                      "uuid",
                      java.util.UUID.randomUUID().toString(),
                      "pipeline",
                      java.util.Map.of(
                          "steps",
                          java.util.List.of(
                              java.util.Map.of("command", "echo", "label", "Added")))));
      assertThat(added.status()).isLessThan(300);
      assertThat(tab.find("tr:has-text('Added')")).hasCount(1);
    }
  }
}
