package dev.bridle.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.FoundingSteps;
import dev.bridle.web.Tab;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The steps of the founding document, word for word. "To connect to a model provider: 1. Select
 * Settings in the global navigation to access the Organization Settings page. 2. Select
 * Integrations > Model Providers to access your organization's Model Providers page. 3. In All
 * Providers, select the model provider to enable for your organization. 4. Choose your
 * Authentication Method: Hosted Token or Bring Your Own Token (BYO)." Those of usage are in {@code
 * UsageInBrowserTest}.
 */
@Needs(Program.CHROMIUM)
class FoundingStepsInBrowserTest {
  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{\"data\":[]}"));

  @AfterEach
  void close() {
    provider.close();
  }

  /** Whose operator has keys with these names for its hosted tokens. */
  private RunningBridle bridle(String... keys) {
    String url = provider.url().toString();
    var variables =
        List.of(keys).stream().collect(Collectors.toMap(key -> key, key -> "sk-of-the-operator"));
    return RunningBridle.start(
        Engine.SQLITE, Map.of("anthropic-url", url, "openai-url", url), variables);
  }

  /** Steps 1 to 3. */
  private static FoundingSteps toTheChoice(Tab tab, String name) {
    return FoundingSteps.begin(tab).selectSettings().selectModelProviders().selectProvider(name);
  }

  private static String method(Calls rest, String provider) {
    var connection = rest.get("/v2/organizations/acme/model-providers/" + provider).json();
    return connection.path("method").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "Anthropic, anthropic, sk-ant-0123456789abcdwxyz",
    "OpenAI, openai, sk-proj-0123456789abcdwxyz",
  })
  void aProviderIsConnectedWithAnOwnToken(String name, String slug, String key) {
    try (var bridle = bridle()) {
      String token = bridle.setUpForPeople().path("api_token").asString();
      try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
        toTheChoice(tab, name).method("Bring Your Own Token (BYO)").check();
        tab.fill(name + " API key", key).press("Connect " + name);
        assertThat(tab.heading()).isEqualTo(name);
        assertThat(tab.find("main").innerText())
            .contains(
                name + " is connected",
                "The key was verified",
                "Bring Your Own Token (BYO)",
                "…wxyz");
        assertThat(tab.page().content()).doesNotContain(key);
        assertThat(provider.count("/v1/models")).isPositive();
      }
      assertThat(method(bridle.as(token), slug)).isEqualTo("byo");
    }
  }

  @ParameterizedTest
  @CsvSource({"Anthropic, anthropic, BRIDLE_ANTHROPIC_KEY", "OpenAI, openai, BRIDLE_OPENAI_KEY"})
  void aProviderIsConnectedWithTheHostedToken(String name, String slug, String key) {
    try (var hosting = bridle(key)) {
      String token = hosting.setUpForPeople().path("api_token").asString();
      try (var tab = Tab.of(hosting, RunningBridle.ANA)) {
        toTheChoice(tab, name).method("Hosted Token").check();
        tab.press("Connect " + name);
        assertThat(tab.heading()).isEqualTo(name);
        assertThat(tab.find("main").innerText())
            .contains(name + " is connected", "The operator's key was verified", "Hosted Token")
            .doesNotContain("Bring Your Own Token");
        assertThat(tab.page().content()).doesNotContain("of-the-operator");
        assertThat(provider.count("/v1/models")).isPositive();
      }
      assertThat(method(hosting.as(token), slug)).isEqualTo("hosted");
    }
  }

  @Test
  void aHostedTokenThatTheProviderRejectsIsNotSavedAndOneThatItIsSilentOnIsToldAsThat() {
    try (var hosting = bridle("BRIDLE_ANTHROPIC_KEY")) {
      hosting.setUpForPeople();
      try (var tab = Tab.of(hosting, RunningBridle.ANA)) {
        provider.behave(FakeProvider.answering(401, "application/json", "{}"));
        toTheChoice(tab, "Anthropic").method("Hosted Token").check();
        tab.press("Connect Anthropic");
        assertThat(tab.find("main").innerText())
            .contains("operator was rejected by the provider; nothing was saved");
        provider.behave(FakeProvider.answering(500, "application/json", "{}"));
        toTheChoice(tab, "Anthropic").method("Hosted Token").check();
        tab.press("Connect Anthropic");
        assertThat(tab.find("main").innerText())
            .contains("Anthropic is connected", "The operator's key was not verified");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anthropic", "OpenAI"})
  void theHostedTokenIsNotOfferedWhereTheOperatorHasNone(String name) {
    try (var bridle = bridle()) {
      bridle.setUpForPeople();
      try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
        assertThat(toTheChoice(tab, name).method("Hosted Token").isDisabled()).isTrue();
        assertThat(tab.find("#about-hosted").innerText())
            .contains("the operator of this server has set no key for " + name);
      }
    }
  }

  @Test
  void theAddressOfTheCurrentOrganizationLeadsThere() {
    try (var bridle = bridle()) {
      bridle.setUpForPeople();
      try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
        assertThat(tab.go("/organizations/~/model-providers").address())
            .isEqualTo("/organizations/acme/model-providers");
        assertThat(tab.go("/organizations/~/settings").address())
            .isEqualTo("/organizations/acme/settings");
      }
    }
  }
}
