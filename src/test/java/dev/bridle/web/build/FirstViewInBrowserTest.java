package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.web.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a browser has to fetch of a page with much on it: the first time, and when it has been here
 * before. That of every page there is, is seen by {@code EveryPageInBrowserTest}.
 */
@Needs(Program.CHROMIUM)
class FirstViewInBrowserTest {
  private static final String SETTINGS = "/organizations/acme";

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
    var faults = new ArrayList<String>();
    try (var tab = site.ana()) {
      for (String page : pages) {
        Transfer.tooMuch(tab.go(page).page()).forEach(fault -> faults.add(page + ": " + fault));
        Transfer.again(tab.go(page).page()).forEach(fault -> faults.add(page + ": " + fault));
      }
    }
    assertThat(faults).isEmpty();
  }
}
