package dev.bridle.web.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.FoundingSteps;
import dev.bridle.web.Tab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The page of usage, as an administrator uses it in a browser. On one database: that the other
 * gives the same panels is seen by {@link UsagePagesTest}.
 */
@Needs(Program.CHROMIUM)
class UsageInBrowserTest {
  private static final String HOSTED = "/organizations/acme/usage?product=hosted_models";

  private final UsedModels used = new UsedModels(Engine.SQLITE);

  @AfterEach
  void close() {
    used.close();
  }

  private Tab ana() {
    return Tab.of(used.desk.url(), RunningBridle.ANA);
  }

  private static Tab loaded(Tab tab) {
    PlaywrightAssertions.assertThat(tab.find(".panel-waiting")).hasCount(0);
    return tab;
  }

  private static String main(Tab tab) {
    return loaded(tab).find("main").innerText();
  }

  /**
   * Word for word: "To track your organization's AI model usage: 1. Select Settings in the global
   * navigation. 2. Select Usage to access the Usage > Summary page. 3. Select the Hosted Models tab
   * to view your model provider usage."
   */
  @Test
  void theFoundingStepsShowTheUsageOfModelProviders() {
    used.call();
    used.call();
    used.desk.allow("organization", "usd", "month", "1000");
    used.desk.policy(
        "{\"id\":\"no-opus\",\"effect\":\"deny\",\"models\":[\"claude-opus-*\"]}",
        "{\"id\":\"all\",\"effect\":\"allow\"}");
    assertThat(used.ask("claude-opus-5-5")).isEqualTo(403);
    try (var tab = ana()) {
      var steps = FoundingSteps.begin(tab).selectSettings().selectUsage();
      assertThat(main(tab)).contains("Spend", "The organization, a month");
      tab.look("usage-summary");
      steps.selectHostedModels();
      assertThat(main(tab))
          .contains("Calls\n2\nnone before")
          .contains("Input tokens\n14,000")
          .contains("Cache-hit ratio\n30.0 %")
          .contains("Refused calls\n1")
          .contains("Spend for each day by pipeline")
          .contains("analysis")
          .contains("analysis #1")
          .contains("of $1,000.00", "Begins anew");
      tab.look("usage-hosted-models");
      tab.go("/organizations/~/usage?product=hosted_models");
      assertThat(tab.address()).isEqualTo(HOSTED);
      loaded(tab);
    }
  }

  @Test
  void whoLooksIntoABarComesToItsBuildsAndTheirCalls() {
    used.many(3_000, 500);
    try (var tab = ana()) {
      loaded(tab.go(HOSTED)).look("usage-much");
      assertThat(tab.find(".chart-legend").innerText()).contains("pipeline-", "All others");
      assertThat(tab.find(".chart-legend li").count()).isLessThan(11);
      assertThat(tab.find("#breakdown tbody tr").count()).isEqualTo(21);
      tab.follow("Next page");
      assertThat(main(tab)).contains("Previous page");
      assertThat(tab.address()).contains("page=2");
      tab.follow("Model");
      assertThat(main(tab)).contains(UsedModels.HOSTILE.substring(0, 25));
      tab.look("usage-models");
      tab.find("#breakdown").getByText("claude-opus-5-5").click();
      assertThat(main(tab)).contains("Model: claude-opus-5-5");
      tab.find(".chart a").nth(3).click();
      assertThat(main(tab)).contains("Breakdown by build");
      assertThat(tab.address()).contains("from=", "until=", "by=build", "model=claude-opus-5-5");
      tab.look("usage-builds");
      tab.find("#breakdown tbody a").first().click();
      assertThat(main(tab)).contains("Single calls", "claude-opus-5-5", "completed");
      tab.look("usage-build-calls");
      tab.page()
          .getByRole(
              AriaRole.LINK,
              new Page.GetByRoleOptions().setName("Remove the filter Model: claude-opus-5-5"))
          .click();
      assertThat(tab.address()).doesNotContain("model=");
      loaded(tab);
    }
  }

  @Test
  void filtersAreTypedIntoFields() {
    used.call();
    try (var tab = ana()) {
      loaded(tab.go(HOSTED));
      tab.find("summary:has-text('Filters')").click();
      loaded(tab).look("usage-filters");
      tab.fill("Branch", "no-such-branch");
      tab.find("form[aria-label=Filters] button").click();
      assertThat(main(loaded(tab)))
          .contains("Branch: no-such-branch", "No model calls in these days");
      tab.fill("Branch", "").fill("Build", "none #1");
      tab.find("form[aria-label=Filters] button").click();
      assertThat(tab.find("#problem-build").innerText()).contains("There is no such build");
      loaded(tab).look("usage-filters-wrong");
    }
  }

  @Test
  void hostileNamesStayText() {
    used.many(60, 3);
    try (var tab = ana()) {
      loaded(tab.go(HOSTED)).follow("Branch");
      loaded(tab).look("usage-hostile");
      tab.find("#breakdown").getByText("<script>").click();
      assertThat(main(tab)).contains("Branch: <script>alert(1)</script>'\"&");
      assertThat(tab.find("main script").count()).isZero();
    }
  }

  @Test
  void daysAreChosenAndTyped() {
    used.call();
    try (var tab = ana()) {
      loaded(tab.go(HOSTED)).follow("Today");
      assertThat(main(tab)).contains("Spend for each hour", "the day before");
      tab.look("usage-today");
      tab.find("summary:has-text('Other days')").click();
      tab.fill("First day", "2026-02-03").fill("Last day", "2026-01-01").press("Show");
      assertThat(tab.find("#problem-until").innerText())
          .isEqualTo("Must not be before the first day.");
      loaded(tab).look("usage-wrong-days");
      tab.fill("Last day", "2026-02-28").press("Show");
      assertThat(main(tab)).contains("No model calls in these days", "the 26 days before");
      assertThat(tab.address()).contains("product=hosted_models");
    }
  }

  @Test
  void nobodyHasUsedAnything() {
    try (var tab = ana()) {
      used.desk.deleteAllowances();
      loaded(tab.go(HOSTED)).look("usage-none");
      assertThat(main(tab))
          .contains(
              "No model calls in these days",
              "No amount of money is set",
              "No call was refused in these days.");
    }
  }

  @Test
  void aPanelThatFailsIsAskedForAgain() {
    used.call();
    try (var tab = ana()) {
      // Beside the tab, which takes every complaint of a page for a mistake.
      var page = tab.page().context().newPage();
      page.route("**/panels/refused*", Route::abort);
      page.navigate(HOSTED);
      var panel = page.locator("#refused");
      PlaywrightAssertions.assertThat(panel).containsText("This could not be loaded.");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(java.nio.file.Path.of("target", "screenshots", "usage-failed.png")));
      page.unroute("**/panels/refused*");
      panel.getByRole(AriaRole.BUTTON).click();
      PlaywrightAssertions.assertThat(panel).containsText("No call was refused");
    }
  }

  @Test
  void membersAreKeptOut() {
    try (var tab = Tab.of(used.desk.url(), RunningBridle.BEN)) {
      tab.go(HOSTED);
      assertThat(tab.heading()).isEqualTo("This is not open to you");
    }
  }
}
