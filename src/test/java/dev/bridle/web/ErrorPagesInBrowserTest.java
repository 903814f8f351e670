package dev.bridle.web;

import static dev.bridle.store.schema.Tables.ALLOWANCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.bridle.http.HttpError;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see when something is broken, or not taken. */
@Needs(Program.CHROMIUM)
class ErrorPagesInBrowserTest {
  private static final String SETTINGS = "/organizations/acme";

  private final ShownDesk shown = new ShownDesk();

  @AfterEach
  void close() {
    shown.close();
  }

  @Test
  void theDatabaseCannotBeUsed() {
    try (var tab = shown.ana()) {
      shown.desk.database().write(sql -> sql.execute("alter table kill_switch rename to gone"));
      var came = tab.page().navigate(SETTINGS + "/kill-switches");
      assertThat(came.status()).isEqualTo(503);
      assertThat(came.headers()).containsEntry("retry-after", "2");
      assertThat(tab.heading()).isEqualTo("Not available at the moment");
      assertThat(tab.find(".bar-nav a").count()).as("ways on").isPositive();
      tab.look("error-503");
      shown.desk.database().write(sql -> sql.execute("alter table gone rename to kill_switch"));
      tab.go(SETTINGS + "/kill-switches");
      assertThat(tab.heading()).isEqualTo("Kill Switches");
    }
  }

  @Test
  void theServerHasAMistake() {
    try (var tab = shown.ana()) {
      shown
          .desk
          .database()
          .write(sql -> sql.update(ALLOWANCE).set(ALLOWANCE.UNIT, "moons").execute());
      assertThat(tab.page().navigate(SETTINGS + "/allowances").status()).isEqualTo(500);
      assertThat(tab.heading()).isEqualTo("Something went wrong");
      assertThat(tab.find("main").innerText()).doesNotContain("moons", "Exception");
      assertThat(tab.find(".bar-nav a").count()).as("ways on").isPositive();
      tab.look("error-500");
      tab.follow("To the first page");
      assertThat(tab.heading()).isEqualTo("Pipelines");
    }
  }

  @Test
  void whatIsAskedForIsNotTaken() {
    try (var tab = shown.ana()) {
      tab.go("/acme/analysis/builds/1");
      assertThat(shown.desk.postRest("pipelines/analysis/archive", "").statusCode()).isEqualTo(200);
      var came = tab.page().waitForResponse("**/rebuild", () -> tab.press("Rebuild"));
      assertThat(came.status()).isEqualTo(422);
      assertThat(tab.heading()).isEqualTo("This did not work");
      assertThat(tab.find("main").innerText()).doesNotContain("`");
      tab.look("error-422");
      tab.follow("Back to where you were");
      assertThat(tab.address()).isEqualTo("/acme/analysis/builds/1");
    }
  }

  @Test
  void someoneGuessesPasswords() {
    var guesses = new Walker(shown.desk.url());
    for (int i = 0; i < 10; i++) {
      guesses.submit("/login", Map.of("email", RunningBridle.ANA, "password", "guess " + i));
    }
    try (var tab = Tab.at(shown.desk.url())) {
      tab.go("/login").fill("E-mail address", RunningBridle.ANA);
      tab.fill("Password", RunningBridle.PASSWORD);
      var came = tab.page().waitForResponse("**/login", () -> tab.press("Sign in"));
      assertThat(came.status()).isEqualTo(429);
      assertThat(tab.find("[role=alert]").innerText()).contains("failed too often");
      tab.look("sign-in-too-many");
    }
  }

  @Test
  void aFormIsTooLarge() {
    try (var tab = shown.ana()) {
      tab.go("/user/settings");
      tab.page()
          .evaluate(
              """
              () => {
                const form = document.querySelector('main form');
                const more = document.createElement('textarea');
                more.name = 'more';
                more.value = 'x'.repeat(2 << 20);
                form.append(more);
              }
              """);
      var came =
          tab.page()
              .waitForResponse(
                  "**/user/settings",
                  () -> tab.page().evaluate("() => document.querySelector('main form').submit()"));
      assertThat(came.status()).isEqualTo(413);
      tab.find("h1:has-text('too large')").waitFor();
      assertThat(tab.heading()).isEqualTo("This is too large");
      tab.look("error-413");
    }
  }

  @Test
  void aFormComesTooSlowly() {
    try (var tab = shown.ana()) {
      answer(tab, "/user/settings", new HttpError(408, "Nothing of the body came for 30 s."));
      tab.go("/user/settings");
      assertThat(tab.heading()).isEqualTo("This took too long");
      assertThat(tab.find("main").innerText()).contains("send it again").doesNotContain("body");
      tab.look("error-408");
    }
  }

  private static void answer(Tab tab, String path, HttpError error) {
    var page = new ErrorPages(new Pages(new Assets())).page(error);
    assertThat(page.status()).isEqualTo(error.status());
    tab.page()
        .route(
            "**" + path,
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setStatus(page.status())
                        .setContentType("text/html")
                        .setBodyBytes(page.body())));
  }

  @Test
  void tooManyBuildsAreFollowed() {
    try (var tab = shown.ana()) {
      answer(tab, "/events", new HttpError(429, "You follow too many builds at once."));
      tab.go("/acme/analysis/builds/1/events");
      assertThat(tab.heading()).isEqualTo("Too much at once");
      tab.look("error-429");
    }
  }
}
