package dev.bridle.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read while the answer to a form takes its time. */
@Needs(Program.CHROMIUM)
class WaitingInBrowserTest {
  private static final String ACME = "/organizations/acme/";

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  /** Forms whose answers are kept back. */
  private final List<Route> held = new ArrayList<>();

  @BeforeEach
  void addPeople() {
    desk.addPeople();
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private Tab holding() {
    var tab = Tab.of(desk.url(), RunningBridle.ANA);
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
    try (var tab = Tab.of(desk.url(), RunningBridle.ANA)) {
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
}
