package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.web.Tab;
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

  /** From asking to the moment in which all is there and drawn. */
  private static final String LOADED =
      """
      () => {
        const page = performance.getEntriesByType('navigation')[0];
        return Math.round(page.loadEventEnd - page.startTime);
      }
      """;

  private static final String ELEMENTS = "() => document.querySelectorAll('*').length";
  private static final String DRAWN =
      "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))";

  @Test
  void theyStayUsable() {
    try (var site = new PipelineSite()) {
      var builds = new LargeBuilds(site, site.agent());
      String large = builds.ofManyJobs();
      String job = builds.withLog(LOG_BYTES);
      try (var tab = site.ana()) {
        for (String path :
            List.of(large, large + "/jobs", job, job + "?line=1000000", job + "?q=line+77")) {
          load(tab, path);
        }
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
    java.util.Arrays.sort(later);
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

  private static void earlier(Tab tab) {
    long before = System.nanoTime();
    for (int i = 0; i < TIMES; i++) {
      int first = Integer.parseInt(tab.find(".log-more[data-before]").getAttribute("data-before"));
      tab.follow("Earlier lines");
      tab.page()
          .waitForSelector(
              "#L" + (first - 1),
              new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
      tab.page().evaluate(DRAWN);
    }
    System.out.printf(
        "in a browser: each piece of earlier lines in %,d ms, %,d elements after %d pieces%n",
        (System.nanoTime() - before) / TIMES / 1_000_000, elements(tab), TIMES);
  }
}
