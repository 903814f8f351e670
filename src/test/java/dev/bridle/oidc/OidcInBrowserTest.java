package dev.bridle.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Tab;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in through a provider that is none of ours. */
@Needs({Program.CHROMIUM, Program.OIDC_PROVIDER})
class OidcInBrowserTest {
  private final Process provider;
  private final RunningBridle bridle;

  OidcInBrowserTest() throws IOException {
    provider =
        new ProcessBuilder(Program.OIDC_PROVIDER.path().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = provider.inputReader(StandardCharsets.UTF_8);
    String issuer = said.readLine();
    bridle =
        RunningBridle.start(
            Engine.SQLITE,
            Map.of(
                "oidc-issuer", issuer,
                "oidc-client-id", "bridle",
                "oidc-name", "the test provider",
                "oidc-role-claim", "groups",
                "oidc-admins", "boss",
                "oidc-members", "cleo,boss"),
            Map.of(OidcSettings.CLIENT_SECRET.variable(), "a secret of the tests"));
    bridle.setUpForPeople();
    // Its input stays open: it ends with it.
    var out = provider.outputWriter(StandardCharsets.UTF_8);
    out.write(bridle.url() + "/login/oidc/callback\n");
    out.flush();
    assertThat(said.readLine()).isEqualTo("ready");
  }

  @AfterEach
  void close() {
    bridle.close();
    provider.destroy();
    provider.onExit().join();
  }

  private static void signInThere(Tab tab, String name) {
    var page = tab.page();
    page.locator("input[name=login]").fill(name);
    page.locator("input[name=password]").fill("anything");
    button(page, "Sign-in");
    button(page, "Continue");
  }

  /** The provider's pages ask for a font from elsewhere and a picture that it has not. */
  private Tab tab() {
    var tab = new Tab(bridle);
    for (String asked : new String[] {"https://fonts.googleapis.com/**", "**/favicon.ico"}) {
      tab.page().route(asked, route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
    }
    return tab;
  }

  private static void button(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }

  @Test
  void someoneNewComesToWhereTheyWanted() {
    try (var tab = tab()) {
      tab.go("/user/sessions").look("sign-in-with-provider");
      tab.follow("Sign in with the test provider");
      signInThere(tab, "cleo");
      tab.page().waitForURL(bridle.url() + "/user/sessions");
      assertThat(tab.heading()).isEqualTo("Sessions");
      tab.go("/acme");
      assertThat(tab.find("details.menu > summary").innerText()).contains("Cleo of the provider");
      assertThat(tab.find("nav").first().innerText()).doesNotContain("Settings");
    }
  }

  @Test
  void whoSignsOutCanSignOutOfTheProviderToo() {
    try (var tab = tab()) {
      tab.go("/user/sessions").follow("Sign in with the test provider");
      signInThere(tab, "cleo");
      tab.page().waitForURL(bridle.url() + "/user/sessions");
      tab.find("details.menu > summary").click();
      tab.press("Sign out").look("signed-out-with-provider");
      tab.follow("Sign out of the test provider too");
      tab.find("h1:has-text('Do you want to sign-out')").waitFor();
    }
  }

  @Test
  void theProvidersWordMakesAnAdministrator() {
    try (var tab = tab()) {
      tab.go("/organizations/acme/users").follow("Sign in with the test provider");
      signInThere(tab, "boss");
      tab.page().waitForURL(bridle.url() + "/organizations/acme/users");
      assertThat(tab.find("tbody").innerText()).contains("boss@example.com");
    }
  }

  @Test
  void whoIsInNoGroupIsToldSo() {
    try (var tab = tab()) {
      tab.go("/login").follow("Sign in with the test provider");
      signInThere(tab, "stranger");
      tab.find("h1:has-text('This is not open to you')").waitFor();
      tab.look("provider-no-group");
      assertThat(tab.find("main").innerText()).contains("no group that may use this server");
    }
  }
}
