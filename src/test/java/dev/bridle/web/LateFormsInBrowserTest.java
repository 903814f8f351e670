package dev.bridle.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever's sign-in ends while they fill in a form goes on with it, in a browser. */
@Needs(Program.CHROMIUM)
class LateFormsInBrowserTest {
  private static final String CONNECTION = "/organizations/acme/model-providers/anthropic";

  private final ShownDesk shown = new ShownDesk();

  @AfterEach
  void close() {
    shown.close();
  }

  /** In the new tab that the page opens. */
  private static void signInBeside(Tab tab) {
    var beside = tab.page().waitForPopup(() -> tab.follow("Sign in in a new tab"));
    beside.getByLabel("E-mail address").fill(RunningBridle.ANA);
    beside.getByLabel("Password").fill(RunningBridle.PASSWORD);
    beside.locator("main button[type=submit]").click();
    beside.waitForURL(address -> !address.contains("/login"));
    beside.close();
  }

  @Test
  void aFormIsSentAgainAfterSigningIn() {
    try (var tab = shown.ana()) {
      tab.go("/user/settings");
      tab.fill("Name", "Ana the Late");
      tab.page().context().clearCookies();
      var came = tab.page().waitForResponse("**/user/settings", () -> tab.press("Save"));
      assertThat(came.status()).isEqualTo(401);
      assertThat(tab.heading()).isEqualTo("You are signed out");
      assertThat(tab.find("[name=name]")).hasValue("Ana the Late");
      tab.look("late-form-signed-out");
      signInBeside(tab);
      tab.press("Send again");
      assertThat(tab.find("h1")).hasText("This page was too old");
      assertThat(tab.find("[name=name]")).hasValue("Ana the Late");
      tab.look("late-form-too-old");
      tab.press("Send again");
      assertThat(tab.find("[role=status]")).hasText("Saved.");
      assertThat(tab.find("[name=name]")).hasValue("Ana the Late");
    }
  }

  @Test
  void aFormInAPieceOfAPageIsShownAsAWholePage() {
    try (var tab = shown.ana()) {
      tab.go(CONNECTION).fill("Model optional", "claude-late-1");
      tab.page().context().clearCookies();
      tab.press("Make a test call");
      assertThat(tab.find("h1")).hasText("You are signed out");
      assertThat(tab.find("main")).hasCount(1);
      assertThat(tab.find("[name=model]")).hasValue("claude-late-1");
      tab.look("late-form-of-a-piece");
      signInBeside(tab);
      tab.press("Send again");
      assertThat(tab.find("h1")).hasText("This page was too old");
      tab.press("Send again");
      assertThat(tab.find("h1")).containsText("Test call");
    }
  }

  @Test
  void aPanelLeadsThroughSigningInToThePageAroundIt() {
    String usage = "/organizations/acme/usage?product=hosted_models";
    try (var tab = shown.ana()) {
      tab.page()
          .route(
              "**/panels/calls*",
              route -> {
                tab.page().context().clearCookies();
                route.resume(
                    new com.microsoft.playwright.Route.ResumeOptions()
                        .setHeaders(without(route.request().headers())));
              });
      tab.go(usage);
      tab.page().waitForURL(address -> address.contains("/login"));
      tab.page().unroute("**/panels/calls*");
      tab.fill("E-mail address", RunningBridle.ANA).fill("Password", RunningBridle.PASSWORD);
      tab.press("Sign in");
      tab.page().waitForURL(address -> !address.contains("/login"));
      assertThat(tab.address()).isEqualTo(usage);
      assertThat(tab.find("main")).hasCount(1);
    }
  }

  private static java.util.Map<String, String> without(java.util.Map<String, String> headers) {
    var kept = new java.util.HashMap<>(headers);
    kept.remove("cookie");
    return kept;
  }
}
