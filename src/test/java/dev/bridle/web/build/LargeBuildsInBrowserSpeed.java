package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.TestAgent;
import dev.bridle.web.Tab;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How a browser takes a build of 1,000 jobs and a log of 100 MB: {@code ./bridle test
 * -Dtest=LargeBuildsInBrowserSpeed}. Its name keeps it out of the ordinary run; what server and
 * wire take is measured by {@code ./bridle bench pages}.
 */
@Needs(Program.CHROMIUM)
class LargeBuildsInBrowserSpeed {
  private static final long LOG_BYTES = 100L << 20;
  private static final int TIMES = 10;

  /** What takes longer is felt as waiting. */
  private static final long USABLE_MS = 1_000;

  /** From asking to the moment in which all is there and drawn. */
  private static final String LOADED =
      """
      () => {
        const page = performance.getEntriesByType('navigation')[0];
        return Math.round(page.loadEventEnd - page.startTime);
      }
      """;

  /** From the press to the moment in which the lines are drawn. */
  private static final String EARLIER =
      """
      () => new Promise(done => {
        const link = document.querySelector('.log-more[data-before]');
        const last = `L${Number(link.dataset.before) - 1}`;
        const begin = performance.now();
        const drawn = () => done(Math.round(performance.now() - begin));
        const watch = new MutationObserver(() => {
          if (!document.getElementById(last)) return;
          watch.disconnect();
          requestAnimationFrame(() => setTimeout(drawn));
        });
        watch.observe(document.querySelector('[data-lines]'), { childList: true, subtree: true });
        link.click();
      })
      """;

  /** Counts how often the page puts anew what goes on, and keeps how long it did not answer. */
  private static final String WATCH =
      """
      () => {
        window.renewals = 0;
        window.longest = 0;
        new MutationObserver((changes) => {
          for (const change of changes) {
            if ([...change.addedNodes].some((node) => node.id === 'live')) window.renewals++;
          }
        }).observe(document.body, { childList: true, subtree: true });
        new PerformanceObserver((tasks) => {
          for (const task of tasks.getEntries()) window.longest = Math.max(window.longest, task.duration);
        }).observe({ type: 'longtask' });
      }
      """;

  private static final String SHOWS_IT_RUNNING =
      "id => document.querySelector(`#job-${id} [data-state]`)?.textContent.trim() === 'running'";

  private static final String LONGEST_FETCH =
      """
      () => Math.round(Math.max(...performance.getEntriesByType('resource')
        .filter(one => one.initiatorType === 'fetch').map(one => one.duration)))
      """;

  private static final String ELEMENTS = "() => document.querySelectorAll('*').length";
  private static final String DRAWN =
      "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))";

  @Test
  void theyStayUsable() {
    try (var site = new PipelineSite()) {
      var agent = site.agent();
      var builds = new LargeBuilds(site, agent);
      String large = builds.ofManyJobs();
      String job = builds.withLog(LOG_BYTES);
      try (var tab = site.ana()) {
        for (String path :
            List.of(large, large + "/jobs", job, job + "?line=1000000", job + "?q=line+77")) {
          load(tab, path);
        }
        whileJobsChange(tab, large, agent);
        whileJobsChange(tab, large + "/jobs", agent);
        earlier(tab.go(job));
        assertThat(elements(tab)).isGreaterThan(TIMES * 1_000);
      }
    }
  }

  private static void load(Tab tab, String path) {
    long first = once(tab, path);
    long[] later = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      later[i] = once(tab, path);
    }
    Arrays.sort(later);
    assertThat(later[TIMES / 2]).as(path).isLessThan(USABLE_MS);
    System.out.printf(
        "in a browser: %-60s first %,d ms, median %,d ms, worst %,d ms, %,d elements%n",
        path, first, later[TIMES / 2], later[TIMES - 1], elements(tab));
  }

  private static long once(Tab tab, String path) {
    tab.go(path);
    tab.page().evaluate(DRAWN);
    return ((Number) tab.page().evaluate(LOADED)).longValue();
  }

  private static int elements(Tab tab) {
    return (int) tab.page().evaluate(ELEMENTS);
  }

  /** A page that is open stays usable: a change is soon there, and nothing stands still for it. */
  private static void whileJobsChange(Tab tab, String path, TestAgent agent) {
    var page = tab.go(path).page();
    page.evaluate(WATCH);
    long[] seen = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      var job = agent.take();
      long since = System.nanoTime();
      page.waitForFunction(SHOWS_IT_RUNNING, job.id());
      seen[i] = (System.nanoTime() - since) / 1_000_000;
      agent.finish(job, "0");
    }
    page.waitForFunction("() => window.renewals > 0");
    page.evaluate(DRAWN);
    int fetched = (int) page.evaluate(LONGEST_FETCH);
    long stood = ((Number) page.evaluate("() => Math.round(window.longest)")).longValue();
    System.out.printf(
        "in a browser: %-60s changes seen after %s ms, renewal fetched in %,d ms,"
            + " longest without an answer %,d ms%n",
        path, Arrays.toString(seen), fetched, stood);
    assertThat(Arrays.stream(seen).max().orElseThrow()).as(path).isLessThan(USABLE_MS);
    assertThat(fetched).as(path).isLessThan((int) USABLE_MS);
    assertThat(stood).as(path).isLessThan(USABLE_MS / 2);
  }

  private static void earlier(Tab tab) {
    long[] pieces = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      pieces[i] = ((Number) tab.page().evaluate(EARLIER)).longValue();
    }
    System.out.printf(
        "in a browser: pieces of earlier lines one after the other in %s ms, %,d elements then%n",
        Arrays.toString(pieces), elements(tab));
    assertThat(Arrays.stream(pieces).max().orElseThrow()).isLessThan(USABLE_MS);
  }
}
