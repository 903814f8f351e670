package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The frame around all pages, and the few that are there before any feature, in a real browser. */
@Needs(Program.CHROMIUM)
class FrameInBrowserTest {
  private static final int FIRST_VIEW_BYTES = 300_000;

  private final RunningBridle bridle = RunningBridle.start();

  @AfterEach
  void close() {
    bridle.close();
  }

  private String apiToken() {
    return bridle.setUpForPeople().path("api_token").asString();
  }

  @Test
  void aNewServerIsSetUpByItsLink() {
    try (var tab = new Tab(bridle)) {
      tab.go("/").look("sign-in-of-a-new-server");
      tab.go("/setup?secret=" + bridle.setupSecret()).look("setup");
      tab.fill("Organization", "Acme Corporation")
          .fill("Your name", "Ana Torres")
          .fill("E-mail address", "ana@example.com")
          .fill("Password", "a long enough password")
          .press("Set up");
      assertThat(tab.heading()).isEqualTo("Acme Corporation is set up");
      tab.look("setup-done");
      tab.follow("To your pipelines");
      assertThat(tab.address()).isEqualTo("/acme-corporation");
    }
  }

  @Test
  void whoSignsInComesToWhereTheyWanted() {
    apiToken();
    try (var tab = new Tab(bridle)) {
      tab.go("/organizations/~/settings").look("sign-in");
      tab.fill("E-mail address", RunningBridle.ANA).fill("Password", "wrong").press("Sign in");
      tab.look("sign-in-wrong");
      assertThat(tab.find("[role=alert]").innerText()).contains("don't belong together");
      assertThat(tab.find("#field-email").inputValue()).isEqualTo(RunningBridle.ANA);
      tab.fill("Password", RunningBridle.PASSWORD).press("Sign in");
      assertThat(tab.address()).isEqualTo("/organizations/acme/settings");
      tab.look("settings-general");
    }
  }

  @Test
  void settingsAreOnePressAway() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.follow("Settings");
      assertThat(tab.heading()).isEqualTo("Organization Settings");
    }
  }

  @Test
  void aMemberSeesThatSettingsAreForAdministratorsAndNothingElse() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      assertThat(tab.find("nav[aria-label=Main] >> text=Settings").count()).isZero();
      tab.go("/organizations/acme/settings").look("for-administrators");
      assertThat(tab.find("main").innerText()).contains("This page is for administrators.");
      assertThat(tab.find(".settings-nav").count()).isZero();
    }
  }

  @Test
  void whoSignsOutIsOut() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.find("details.menu > summary").click();
      tab.look("user-menu");
      tab.press("Sign out");
      assertThat(tab.go("/acme").address()).startsWith("/login");
    }
  }

  @Test
  void coloursCanBeChosenAgainstTheSystem() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.find("details.menu > summary").click();
      tab.press("Dark").go("/acme");
      assertThat(tab.find("html").getAttribute("data-bs-theme")).isEqualTo("dark");
    }
  }

  @Test
  void theFirstPressOfTabLeadsPastTheNavigation() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.page().keyboard().press("Tab");
      assertThat(tab.find(":focus").innerText()).isEqualTo("Skip to the content");
      tab.page().keyboard().press("Enter");
      assertThat(tab.address()).endsWith("#content");
    }
  }

  @Test
  void pipelinesAreListedHoweverTheyAreCalled() {
    String token = apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.look("pipelines-none");
      create(token, "Analysis");
      create(token, "<script>alert(1)</script> & a name that goes on ".repeat(4));
      create(token, "W".repeat(200));
      bridle
          .as(token)
          .post(
              "/v2/organizations/acme/pipelines/analysis/builds",
              Map.of("commit", "HEAD", "branch", "main", "message", "First"));
      tab.go("/acme").look("pipelines");
      assertThat(tab.find("tbody tr").count()).isEqualTo(3);
      assertThat(tab.find("tbody").innerText()).contains("scheduled", "#1", "<script>alert(1)");
    }
  }

  private void create(String token, String name) {
    var made =
        bridle
            .as(token)
            .post(
                "/v2/organizations/acme/pipelines",
                Map.of(
                    "name", name,
                    "repository", "",
                    "configuration", "steps:\n  - command: echo hello\n"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @Test
  void anAddressThatIsNotThereHasADesignedPage() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.go("/other").look("not-found");
      assertThat(tab.heading()).isEqualTo("This page does not exist");
      tab.go("/acme/no/such/page").look("not-found-outside");
      assertThat(tab.heading()).isEqualTo("This page does not exist");
    }
  }

  @Test
  void theFirstViewIsSmall() {
    apiToken();
    try (var tab = Tab.of(bridle, RunningBridle.ANA);
        var fresh = new Tab(bridle)) {
      fresh.page().context().addCookies(tab.page().context().cookies());
      var answers = new ArrayList<Response>();
      fresh.page().onResponse(answers::add);
      fresh.go("/acme");
      fresh.page().waitForLoadState();
      int bytes =
          List.copyOf(answers).stream()
              .map(answer -> answer.request().sizes())
              .mapToInt(sizes -> sizes.responseBodySize + sizes.responseHeadersSize)
              .sum();
      assertThat(answers).hasSizeGreaterThan(4);
      assertThat(bytes).isBetween(50_000, FIRST_VIEW_BYTES);
    }
  }
}
