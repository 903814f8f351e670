package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.FullSite;
import dev.bridle.web.Tab;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a browser has to fetch of a page: the first time, and when it has been here before. */
@Needs(Program.CHROMIUM)
class FirstViewInBrowserTest {
  private static final int MOST = 300_000;
  private static final String SETTINGS = "/organizations/acme";

  /** All that came over the wire. */
  private static final String TRANSFERRED =
      """
      () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, one) => sum + one.transferSize, 0)
      """;

  private static final String FETCHED_AGAIN =
      """
      () => performance.getEntriesByType('resource')
        .filter(one => one.name.includes('/assets/') && one.transferSize > 0).map(one => one.name)
      """;

  private final PipelineSite site = new PipelineSite();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void everyPageIsSmallAndItsFilesAreFetchedOnce() {
    var builds = new LargeBuilds(site, site.agent());
    String large = builds.ofManyJobs();
    String log = builds.withLog(500_000);
    for (int i = 0; i < 60; i++) {
      site.pipeline("One of many, number " + i, "steps:\n  - command: make\n");
      site.build("logged", "Build " + i);
    }
    site.bridle
        .as(site.apiToken())
        .put("/v2/organizations/acme/model-providers/anthropic", Map.of("method", "sandbox"));

    var pages =
        List.of(
            "/acme",
            "/acme/logged",
            large,
            large + "/jobs",
            large + "/ai",
            log,
            log + "?line=3000",
            log + "/env",
            SETTINGS + "/pipelines/new",
            "/acme/logged/settings/steps",
            SETTINGS + "/clusters",
            SETTINGS + "/users",
            SETTINGS + "/settings",
            SETTINGS + "/model-providers",
            SETTINGS + "/model-providers/anthropic",
            SETTINGS + "/allowances",
            SETTINGS + "/ai-policy/edit",
            SETTINGS + "/kill-switches",
            SETTINGS + "/audit-log",
            SETTINGS + "/usage?product=hosted_models",
            "/user/settings",
            "/user/sessions",
            "/user/api-access-tokens");
    try (var tab = site.ana()) {
      areSmallAndFetchedOnce(tab, pages);
    }
  }

  @Test
  void soIsEveryOtherPageThatThereIs() {
    try (var all = new FullSite();
        var ana = all.ana();
        var guest = new Tab(all.bridle)) {
      var guests = all.pages().stream().filter(FullSite.Page::forGuests).toList();
      var others = all.pages().stream().filter(page -> !page.forGuests()).toList();
      areSmallAndFetchedOnce(ana, others.stream().map(FullSite.Page::path).toList());
      areSmallAndFetchedOnce(guest, guests.stream().map(FullSite.Page::path).toList());
    }
  }

  @Test
  void soIsTheFirstPageOfANewServer() {
    try (var fresh = RunningBridle.start();
        var tab = new Tab(fresh)) {
      String link = fresh.setupLink().orElseThrow().reveal();
      areSmallAndFetchedOnce(tab, List.of(link.substring(link.indexOf("/setup"))));
    }
  }

  private static void areSmallAndFetchedOnce(Tab tab, List<String> pages) {
    var cache = tab.page().context().newCDPSession(tab.page());
    cache.send("Network.enable");
    var tooLarge =
        pages.stream()
            .collect(Collectors.toMap(page -> page, page -> transferred(tab, cache, page)));
    tooLarge.values().removeIf(bytes -> bytes > 10_000 && bytes < MOST);
    assertThat(tooLarge).isEmpty();

    for (String page : pages) {
      tab.go(page);
      assertThat((List<?>) tab.page().evaluate(FETCHED_AGAIN)).as(page).isEmpty();
    }
  }

  /** With a cache that is switched off: what who has never been here would have to fetch. */
  private static int transferred(Tab tab, CDPSession cache, String page) {
    setCacheDisabled(cache, true);
    tab.go(page);
    int bytes = (int) tab.page().evaluate(TRANSFERRED);
    setCacheDisabled(cache, false);
    // Whoever was here has the files of this page.
    tab.go(page);
    return bytes;
  }

  private static void setCacheDisabled(CDPSession cache, boolean disabled) {
    var parameters = new JsonObject();
    parameters.addProperty("cacheDisabled", disabled);
    cache.send("Network.setCacheDisabled", parameters);
  }
}
