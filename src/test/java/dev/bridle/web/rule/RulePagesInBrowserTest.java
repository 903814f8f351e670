package dev.bridle.web.rule;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Assets;
import dev.bridle.web.Pages;
import dev.bridle.web.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Limits, policy, kill switches and the audit log, as an administrator uses them in a browser. On
 * one database: that the other gives the same pages is seen by {@link RulePagesTest}.
 */
@Needs(Program.CHROMIUM)
class RulePagesInBrowserTest {
  private static final String ANSWER =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-opus-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7000,\"output_tokens\":100}}";
  private static final String SETTINGS = "/organizations/acme";

  private final FakeProvider provider =
      new FakeProvider(answering(200, "application/json", ANSWER));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @BeforeEach
  void setUp() {
    desk.addPeople();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private Tab ana() {
    return Tab.of(desk.url(), RunningBridle.ANA);
  }

  private static String main(Tab tab) {
    return tab.find("main").innerText();
  }

  private void call(String model) {
    String body =
        "{\"model\":\"%s\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model);
    assertThat(desk.post("/v1/messages", body).statusCode()).isEqualTo(200);
  }

  private static void choose(Tab tab, String label, String option) {
    tab.page()
        .getByLabel(label, new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
        .selectOption(option);
  }

  @Test
  void anAllowanceIsTriedOnPastCallsBeforeItIsInForce() {
    call("claude-opus-5-5");
    call("claude-opus-5-5");
    try (var tab = ana()) {
      tab.go(SETTINGS + "/settings").follow("Allowances").look("allowances");
      tab.follow("New allowance").look("allowance-new");
      choose(tab, "For", "build");
      tab.fill("Amount", "much").press("Dry run");
      assertThat(tab.find("#problem-amount").innerText())
          .isEqualTo("Must be an amount of US dollars, such as 12.50.");
      tab.look("allowance-new-wrong");
      tab.fill("Amount", "0.01").press("Dry run");
      assertThat(main(tab))
          .contains("2 of the 2 calls of the last 7 days would have been refused.");
      tab.look("allowance-new-tried");
      tab.fill("Amount", "1000").press("Put it in force");
      assertThat(main(tab))
          .as("what was not tried is not saved")
          .contains("None of the 2 calls of the last 7 days would have been refused.");
      tab.press("Put it in force");
      assertThat(main(tab))
          .contains("The allowance is in force.", "$1,000.00 a month", "Each build");
    }
  }

  @Test
  void anAllowanceIsChangedAndDeleted() {
    call("claude-opus-5-5");
    desk.allow("build", "usd", "lifetime", "2");
    try (var tab = ana()) {
      tab.go(SETTINGS + "/allowances").follow("Each build").look("allowance");
      assertThat(tab.heading()).isEqualTo("$2.00 in all");
      tab.fill("Amount", "0.001").press("Dry run");
      assertThat(main(tab)).contains("The one call of the last 7 days would have been refused.");
      tab.look("allowance-tried");
      tab.press("Save");
      assertThat(main(tab)).contains("The change is in force.", "$0.001 in all");
      tab.follow("Each build");
      tab.find("text=Take it out of force…").click();
      tab.press("Delete this allowance");
      assertThat(main(tab))
          .contains("The allowance is no longer in force.")
          .doesNotContain("Each build");
    }
  }

  @Test
  void nothingIsLimited() {
    desk.deleteAllowances();
    try (var tab = ana()) {
      tab.go(SETTINGS + "/allowances").look("allowances-none");
      assertThat(main(tab)).contains("Nothing is limited");
    }
  }

  private static void write(Tab tab, String from, String to) {
    Locator text = tab.find("#field-text");
    text.fill(text.inputValue().replace(from, to));
  }

  @Test
  void aPolicyIsTriedOnPastCallsBeforeItIsStored() {
    call("claude-opus-5-5");
    try (var tab = ana()) {
      tab.go(SETTINGS + "/settings").follow("AI Policy").look("policy");
      assertThat(main(tab)).contains("The built-in policy is in force");
      tab.follow("Edit").look("policy-edit");
      write(tab, "\"allow\"", "\"permit\"");
      tab.press("Dry run");
      assertThat(tab.find("#problem-text").innerText())
          .contains("`effect` must be allow, deny or limit.", "Line ", "\"permit\"");
      tab.look("policy-edit-wrong");
      tab.find("a[data-line]").click();
      assertThat(String.valueOf(tab.page().evaluate("getSelection().toString()")))
          .contains("permit");
      write(tab, "\"permit\"", "\"deny\"");
      tab.press("Dry run");
      assertThat(main(tab))
          .contains(
              "The one call of the last 7 days would have been refused.", "own-builds", "effect");
      tab.look("policy-edit-tried");
      tab.press("Save");
      assertThat(main(tab)).contains("Version 1 is in force from the next call on.");
      tab.follow("Versions").look("policy-versions");
      assertThat(main(tab)).contains("changed own-builds", "Ana Torres");
      tab.follow("Difference of version 1").look("policy-difference");
      assertThat(main(tab)).contains("\"allow\"", "\"deny\"");
      tab.go(SETTINGS + "/ai-policy/versions").follow("Go back to version 0");
      assertThat(tab.find("#dry-run-result"))
          .containsText("The one call of the last 7 days would not have been refused.");
      tab.look("policy-restore");
      tab.press("Go back to the built-in policy");
      assertThat(main(tab)).contains("Version 2 is in force from the next call on.");
    }
  }

  @Test
  void aDryRunIsWaitedForAndAskedForAgain() {
    call("claude-opus-5-5");
    desk.put("ai-policy", "{\"version\":0,\"rules\":[{\"id\":\"none\",\"effect\":\"deny\"}]}");
    try (var tab = ana()) {
      // Beside the tab, which takes every complaint of a page for a mistake.
      var page = tab.page().context().newPage();
      var held = new ArrayDeque<Route>();
      page.route("**/restore/dry-run*", held::add);
      page.navigate(SETTINGS + "/ai-policy/restore?version=1");
      var dryRun = page.locator("#dry-run-result");
      assertThat(dryRun).containsText("It is tried on past calls…");
      assertThat(page.getByText("Go back to version 1").last()).isVisible();
      Tab.picture(page, "policy-restore-waiting");
      page.waitForCondition(() -> !held.isEmpty());
      held.pop().abort();
      assertThat(dryRun).containsText("It could not be tried on past calls.");
      again(dryRun);
      assertThat(dryRun).containsText("It is tried on past calls…");
      page.waitForCondition(() -> !held.isEmpty());
      held.pop().fulfill(new Route.FulfillOptions().setBody(busy()));
      assertThat(dryRun).containsText("Other dry runs are under way.");
      Tab.picture(page, "policy-restore-busy");
      page.unroute("**/restore/dry-run*");
      again(dryRun);
      assertThat(dryRun).containsText("The one call of the last 7 days would have been refused.");
    }
  }

  private static void again(Locator panel) {
    panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again")).click();
  }

  /** What comes while others have all the turns. */
  private static String busy() {
    var address = SETTINGS + "/ai-policy/restore/dry-run?version=1";
    var part =
        new Pages(new Assets())
            .part("rule/dry-run-panel.jte", new DryRunPanel.ToMake(address, true));
    return new String(part.body(), StandardCharsets.UTF_8);
  }

  @Test
  void callsAreStoppedWithAReasonAndAnEnd() {
    try (var tab = ana()) {
      tab.go(SETTINGS + "/settings").follow("Kill Switches").look("kill-switches-none");
      tab.press("Stop calls now");
      // The browser itself asks for the reason.
      assertThat(tab.address()).isEqualTo(SETTINGS + "/kill-switches");
      choose(tab, "What is stopped", "pipeline");
      tab.fill("Which one", "no-such-pipeline")
          .fill("Reason", "A <b>loop</b>")
          .press("Stop calls now");
      assertThat(tab.find("#problem-target").innerText())
          .isEqualTo("Is not there: check the name.");
      tab.look("kill-switches-wrong");
      choose(tab, "What is stopped", "model");
      tab.fill("Which one", "claude-opus-*")
          .fill("Until, in UTC", "2090-01-02T03:04")
          .press("Stop calls now");
      assertThat(main(tab))
          .contains("Calls are stopped", "Model claude-opus-*", "A <b>loop</b>", "2090");
      tab.look("kill-switches");
      assertThat(
              desk.post(
                      "/v1/messages",
                      "{\"model\":\"claude-opus-5-5\",\"max_tokens\":1,\"messages\":[]}")
                  .body())
          .contains("A <b>loop</b>");
      tab.find("text=End it…").click();
      tab.press("End this kill switch");
      assertThat(main(tab)).contains("The kill switch is over", "Nothing is stopped.");
      tab.look("kill-switches-over");
    }
  }

  @Test
  void theAuditLogIsSearchedAndExported() throws IOException {
    desk.put("model-providers/openai", "{\"method\":\"sandbox\"}");
    desk.put("model-providers/openai", "{\"enabled\":false}");
    try (var tab = ana()) {
      tab.go(SETTINGS + "/settings").follow("Audit Log");
      tab.find(".audit details:has-text('updated the model provider')").click();
      tab.look("audit-log");
      assertThat(main(tab))
          .contains("updated the model provider openai", "enabled", "true", "false");
      tab.fill("Search", "openai").press("Search");
      assertThat(tab.find(".audit > li").count()).isLessThan(8).isPositive();
      tab.find("text=Filters").click();
      tab.fill("What", "model provider updated").press("Search");
      assertThat(tab.find(".audit > li").count()).isEqualTo(1);
      tab.look("audit-log-filtered");
      var csv = tab.page().waitForDownload(() -> tab.follow("Export CSV"));
      assertThat(Files.readString(csv.path()).lines()).hasSize(2);
      var lines = tab.page().waitForDownload(() -> tab.follow("Export JSON lines"));
      assertThat(Files.readString(lines.path())).contains("\"ModelProviderUpdatedEvent\"");
      tab.fill("Search", "nobody did this").press("Search");
      assertThat(main(tab)).contains("No event fits");
      tab.look("audit-log-none");
    }
  }

  @Test
  void aMemberSeesThatThePagesAreForAdministratorsAndNothingElse() {
    try (var tab = Tab.of(desk.url(), RunningBridle.BEN)) {
      for (String page :
          List.of(
              "/allowances",
              "/allowances/new",
              "/ai-policy",
              "/ai-policy/edit",
              "/ai-policy/versions",
              "/ai-policy/difference?from=0&to=0",
              "/ai-policy/restore?version=0",
              "/ai-policy/restore/dry-run?version=0",
              "/kill-switches",
              "/audit-log",
              "/audit-log.csv",
              "/audit-log.jsonl")) {
        tab.go(SETTINGS + page);
        assertThat(main(tab)).as(page).contains("This page is for administrators.");
        assertThat(tab.find(".settings-nav").count()).isZero();
      }
    }
  }
}
