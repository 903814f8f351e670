package dev.bridle.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read while the answer to a form takes its time. */
@Needs(Program.CHROMIUM)
class WaitingInBrowserTest {
  private static final String ACME = "/organizations/acme/";

  private final ShownDesk shown = new ShownDesk();

  /** Forms whose answers are kept back. */
  private final List<Route> held = new ArrayList<>();

  @AfterEach
  void close() {
    shown.close();
  }

  private Tab holding() {
    var tab = shown.ana();
    tab.page()
        .route(
            "**/organizations/acme/**",
            route -> {
              if (route.request().method().equals("POST")) {
                held.add(route);
              } else {
                route.resume();
              }
            });
    return tab;
  }

  @ParameterizedTest
  @CsvSource({
    "model-providers/openai/connect, Asking OpenAI…",
    "model-providers/anthropic/connect, Asking Anthropic…",
    "model-providers/anthropic/keys/new, Asking Anthropic…",
    "allowances/new, Trying it…",
    "ai-policy/edit, Trying it…",
  })
  void aButtonSaysWhatItWaitsFor(String form, String words) {
    try (var tab = shown.ana()) {
      tab.go(ACME + form);
      var button = tab.find("form[data-waits] button[type=submit]").last();
      // As by a browser that doesn't focus what is pressed; the form itself is kept back.
      button.evaluate(
          "button => { const form = button.form; form.noValidate = true;"
              + " form.addEventListener('submit', event => event.preventDefault());"
              + " form.requestSubmit(button); }");
      assertThat(button).hasText(words);
      assertThat(tab.find("form[data-waits]")).hasAttribute("aria-busy", "true");
      assertThat(tab.find("form[data-waits] button[type=submit]:not([disabled])")).hasCount(0);
    }
  }

  @Test
  void aTestCallSaysThatItAsks() {
    try (var tab = holding()) {
      tab.go(ACME + "model-providers/anthropic");
      assertThat(tab.find("#test-busy")).not().isVisible();
      tab.press("Make a test call");
      assertThat(tab.find("#test-busy")).isVisible();
      assertThat(tab.find("#test-busy")).hasText("Asking Anthropic…");
      tab.page().waitForCondition(() -> !held.isEmpty());
      held.forEach(route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
      assertThat(tab.find("#test-busy")).not().isVisible();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rebuild, Rebuilding…",
    "cancel, Canceling…",
  })
  void whatIsPressedTwiceIsSentOnce(String act, String words) {
    try (var tab = shown.ana()) {
      tab.go("/acme/analysis/builds/1");
      if (act.equals("cancel")) {
        tab.find(".act-menu summary").click();
      }
      var button = tab.find("form[action$='/" + act + "'] button");
      // Both presses come before the page hears of either; the form itself is kept back.
      var sent =
          button.evaluate(
              "button => { let sent = 0; addEventListener('submit', event => {"
                  + " if (!event.defaultPrevented) sent++; event.preventDefault(); });"
                  + " button.click(); button.click(); return sent; }");
      org.assertj.core.api.Assertions.assertThat(sent).isEqualTo(1);
      assertThat(button).hasText(words);
      assertThat(button).isDisabled();
      assertThat(tab.find("form[action$='/" + act + "']")).hasAttribute("aria-busy", "true");
    }
  }
}
