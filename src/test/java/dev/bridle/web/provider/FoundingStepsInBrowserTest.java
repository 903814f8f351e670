package dev.bridle.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Tab;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The steps of the founding document, word for word. "To connect to a model provider: 1. Select
 * Settings in the global navigation to access the Organization Settings page. 2. Select
 * Integrations > Model Providers to access your organization's Model Providers page. 3. In All
 * Providers, select the model provider to enable for your organization. 4. Choose your
 * Authentication Method: Hosted Token or Bring Your Own Token (BYO)."
 */
@Needs(Program.CHROMIUM)
class FoundingStepsInBrowserTest {
  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{\"data\":[]}"));
  private final RunningBridle bridle =
      RunningBridle.start(Engine.SQLITE, Map.of("anthropic-url", provider.url().toString()));

  @BeforeEach
  void setUp() {
    bridle.setUpForPeople();
  }

  @AfterEach
  void close() {
    bridle.close();
    provider.close();
  }

  private static Locator within(Locator part, AriaRole role, String name) {
    return part.getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator navigation(Tab tab, String name) {
    return tab.page()
        .getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Steps 1 to 3, from the first page that someone sees. */
  private static void toTheChoice(Tab tab) {
    tab.go("/");
    within(navigation(tab, "Main"), AriaRole.LINK, "Settings").click();
    assertThat(tab.heading()).isEqualTo("Organization Settings");
    assertThat(tab.address()).isEqualTo("/organizations/acme/settings");

    var integrations = within(navigation(tab, "Settings"), AriaRole.GROUP, "Integrations");
    assertThat(integrations.innerText()).startsWith("Integrations");
    within(integrations, AriaRole.LINK, "Model Providers").click();
    assertThat(tab.heading()).isEqualTo("Model Providers");
    assertThat(tab.address()).isEqualTo("/organizations/acme/model-providers");

    var all =
        tab.page()
            .getByRole(
                AriaRole.REGION,
                new Page.GetByRoleOptions().setName("All Providers").setExact(true));
    within(all, AriaRole.LINK, "Anthropic").click();
    assertThat(tab.heading()).isEqualTo("Connect Anthropic");
  }

  private static Locator choice(Tab tab, String method) {
    var group =
        tab.page()
            .getByRole(
                AriaRole.GROUP,
                new Page.GetByRoleOptions().setName("Authentication Method").setExact(true));
    return group.getByLabel(method, new Locator.GetByLabelOptions().setExact(true));
  }

  @Test
  void aProviderIsConnectedWithAnOwnToken() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      toTheChoice(tab);
      choice(tab, "Bring Your Own Token (BYO)").check();
      tab.fill("Anthropic API key", "sk-ant-0123456789abcdwxyz").press("Connect Anthropic");
      assertThat(tab.heading()).isEqualTo("Anthropic");
      assertThat(tab.find("main").innerText())
          .contains(
              "Anthropic is connected",
              "The key was verified",
              "Bring Your Own Token (BYO)",
              "…wxyz");
      assertThat(provider.count("/v1/models")).isPositive();
    }
  }

  @Test
  void aProviderIsConnectedWithTheHostedToken() {
    var flags = Map.of("anthropic-url", provider.url().toString());
    var variables = Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-of-the-operator");
    try (var hosting = RunningBridle.start(Engine.SQLITE, flags, variables)) {
      String token = hosting.setUpForPeople().path("api_token").asString();
      try (var tab = Tab.of(hosting, RunningBridle.ANA)) {
        toTheChoice(tab);
        assertThat(choice(tab, "Hosted Token").isEnabled()).isTrue();
        choice(tab, "Hosted Token").check();
        tab.press("Connect Anthropic");
        assertThat(tab.heading()).isEqualTo("Anthropic");
        assertThat(tab.find("main").innerText())
            .contains("Anthropic is connected", "Hosted Token")
            .doesNotContain("Bring Your Own Token");
        assertThat(tab.page().content()).doesNotContain("of-the-operator");
      }
      var connection =
          hosting.as(token).get("/v2/organizations/acme/model-providers/anthropic").json();
      assertThat(connection.path("method").asString()).isEqualTo("hosted");
    }
  }

  @Test
  void theHostedTokenIsNotOfferedWhereTheOperatorHasNone() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      toTheChoice(tab);
      assertThat(choice(tab, "Hosted Token").isDisabled()).isTrue();
      assertThat(tab.find("#about-hosted").innerText())
          .contains("the operator of this server has set no key");
    }
  }

  @Test
  void theAddressOfTheCurrentOrganizationLeadsThere() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      assertThat(tab.go("/organizations/~/model-providers").address())
          .isEqualTo("/organizations/acme/model-providers");
    }
  }
}
