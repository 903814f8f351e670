package dev.bridle.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Locale;

/**
 * Someone who follows the founding document to the letter: each step finds what it names by its
 * role and its whole name, and sees that it led where the document says.
 */
public record FoundingSteps(Tab tab) {
  /** From the first page that someone sees. */
  public static FoundingSteps begin(Tab tab) {
    return new FoundingSteps(tab.go("/"));
  }

  private Locator part(AriaRole role, String name) {
    return tab.page().getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator within(Locator part, AriaRole role, String name) {
    return part.getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private FoundingSteps isAt(String heading, String address) {
    assertThat(
            tab.page()
                .getByRole(
                    AriaRole.HEADING,
                    new Page.GetByRoleOptions().setName(heading).setExact(true).setLevel(1)))
        .isVisible();
    org.assertj.core.api.Assertions.assertThat(tab.address()).isEqualTo(address);
    return this;
  }

  /** Select Settings in the global navigation to access the Organization Settings page. */
  public FoundingSteps selectSettings() {
    within(part(AriaRole.NAVIGATION, "Main"), AriaRole.LINK, "Settings").click();
    return isAt("Organization Settings", "/organizations/acme/settings");
  }

  /**
   * Select Integrations &gt; Model Providers to access your organization's Model Providers page.
   */
  public FoundingSteps selectModelProviders() {
    var integrations =
        within(part(AriaRole.NAVIGATION, "Settings"), AriaRole.GROUP, "Integrations");
    assertThat(integrations.getByText("Integrations")).isVisible();
    within(integrations, AriaRole.LINK, "Model Providers").click();
    return isAt("Model Providers", "/organizations/acme/model-providers");
  }

  /** In All Providers, select the model provider to enable for your organization. */
  public FoundingSteps selectProvider(String name) {
    within(part(AriaRole.REGION, "All Providers"), AriaRole.LINK, name).click();
    String slug = name.toLowerCase(Locale.ROOT);
    return isAt("Connect " + name, "/organizations/acme/model-providers/" + slug + "/connect");
  }

  /** One of the answers to: choose your Authentication Method. */
  public Locator method(String label) {
    return within(part(AriaRole.GROUP, "Authentication Method"), AriaRole.RADIO, label);
  }

  /** Select Usage to access the Usage &gt; Summary page. */
  public FoundingSteps selectUsage() {
    within(part(AriaRole.NAVIGATION, "Settings"), AriaRole.LINK, "Usage").click();
    return isAt("Usage > Summary", "/organizations/acme/usage");
  }

  /** Select the Hosted Models tab to view your model provider usage. */
  public FoundingSteps selectHostedModels() {
    var tabs = part(AriaRole.NAVIGATION, "Products");
    within(tabs, AriaRole.LINK, "Hosted Models").click();
    assertThat(within(tabs, AriaRole.LINK, "Hosted Models")).hasAttribute("aria-current", "page");
    return isAt("Usage > Summary", "/organizations/acme/usage?product=hosted_models");
  }
}
