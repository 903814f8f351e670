package dev.bridle.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Tab;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a connection, as an administrator leads it in a browser. */
@Needs(Program.CHROMIUM)
class ProviderPagesInBrowserTest {
  private static final String LIST = "/organizations/acme/model-providers";
  private static final String MODELS =
      "{\"data\":[{\"id\":\"claude-sonnet-5-5\",\"display_name\":\"Claude <b>Sonnet</b> 5.5\"},{\"id\":\"claude-next\",\"display_name\":\"Claude Next\"}]}";
  private static final String MESSAGE =
      "{\"id\":\"m\",\"type\":\"message\",\"model\":\"claude-haiku-5-5\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}";

  private final FakeProvider provider =
      new FakeProvider((asked, out) ->
          FakeProvider.answering(
                  200,
                  "application/json",
                  asked.target().startsWith("/v1/models") ? MODELS : MESSAGE)
              .answer(asked, out));
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

  private void disconnect() {
    assertThat(desk.delete("model-providers/anthropic").statusCode()).isEqualTo(204);
  }

  private String main(Tab tab) {
    return tab.find("main").innerText();
  }

  @Test
  void nothingIsConnectedYet() {
    disconnect();
    try (var tab = ana()) {
      tab.go(LIST).look("model-providers-none");
      assertThat(main(tab)).contains("No provider is connected yet");
      tab.follow("Anthropic").look("model-provider-connect");
      tab.find("#method-byo").check();
      tab.look("model-provider-connect-byo");
      tab.fill("Anthropic API key", "with space in it").press("Connect Anthropic");
      tab.look("model-provider-connect-wrong");
      assertThat(tab.find("#problem-token").innerText())
          .isEqualTo("The token must be 1 to 4096 printable characters without spaces.");
      assertThat(tab.find("#method-byo").isChecked()).isTrue();
    }
  }

  @Test
  void aKeyThatTheProviderRejectsIsNotSaved() {
    disconnect();
    provider.behave(FakeProvider.answering(401, "application/json", "{}"));
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic/connect");
      tab.find("#method-byo").check();
      tab.fill("Anthropic API key", "sk-ant-0123456789abcdwxyz").press("Connect Anthropic");
      assertThat(tab.find("#problem-token").innerText())
          .isEqualTo("The provider rejected this token; nothing was saved.");
      assertThat(main(tab.go(LIST))).contains("No provider is connected yet");
    }
  }

  @Test
  void aKeyIsRotatedAndMoreAreAdded() {
    disconnect();
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic/connect");
      tab.find("#method-byo").check();
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd1111").press("Connect Anthropic");
      tab.follow("Rotate the key").look("model-provider-rotate");
      tab.fill("New Anthropic API key", "sk-ant-0123456789abcd2222").press("Replace the key");
      assertThat(main(tab)).contains("The key was replaced.", "…2222").doesNotContain("…1111");
      tab.follow("Add a key").look("model-provider-add-key");
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd3333").press("Add the key");
      assertThat(main(tab)).contains("The key was added.", "…2222", "…3333");
      tab.look("model-provider-byo");
      tab.find("summary:has-text('Remove the key …2222')").click();
      tab.look("model-provider-remove-key").press("Yes, remove the key …2222");
      assertThat(main(tab)).contains("The key is no longer used.", "…3333").doesNotContain("…2222");
      assertThat(tab.page().content()).doesNotContain("sk-ant-");
      tab.follow("Add a key");
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd5555").press("Add the key");
      tab.follow("Rotate the key").fill("New Anthropic API key", "sk-ant-0123456789abcd6666");
      tab.press("Replace the key").look("model-provider-rotate-several");
      tab.find("#field-forget").check();
      tab.fill("New Anthropic API key", "sk-ant-0123456789abcd6666").press("Replace the key");
      assertThat(main(tab)).contains("…6666").doesNotContain("…5555", "…3333");
    }
  }

  @Test
  void aFallbackIsAddedAndRemoved() {
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic").follow("Add a fallback").look("model-provider-fallback-new");
      tab.find("#method-byo").check();
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd4444");
      tab.fill("Models that stand in for others", "claude-opus-5-5").press("Add the fallback");
      tab.look("model-provider-fallback-wrong");
      assertThat(tab.find("#problem-models").innerText()).contains("each model once");
      String models = "claude-opus-5-5 = claude-sonnet-5-5\n" + "m".repeat(150) + " = another";
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd4444");
      tab.fill("Models that stand in for others", models).press("Add the fallback");
      assertThat(main(tab)).contains("The fallback is saved.", "…4444", "is answered by");
      tab.look("model-provider-with-fallback");
      tab.press("Disable the fallback").look("model-provider-fallback-disabled");
      assertThat(main(tab)).contains("it is disabled now");
      tab.follow("Change the fallback").look("model-provider-fallback");
      tab.find("summary:has-text('Remove')").click();
      tab.find(".sure-form button").click();
      assertThat(main(tab)).contains("Calls that Anthropic can't serve are refused.");
    }
  }

  @Test
  void aConnectionIsDisabledEnabledAndDisconnectedByItsName() {
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic").press("Disable");
      assertThat(main(tab)).contains("Calls are refused from now on.", "Disabled");
      tab.look("model-provider-disabled");
      tab.press("Enable");
      assertThat(main(tab)).contains("Jobs can call models again.");
      tab.follow("Disconnect…");
      tab.fill("Type Anthropic to confirm", "OpenAI").press("Disconnect Anthropic");
      tab.look("model-provider-disconnect");
      assertThat(tab.find("#problem-name").innerText())
          .isEqualTo("Must be Anthropic; nothing was changed.");
      tab.fill("Type Anthropic to confirm", "Anthropic").press("Disconnect Anthropic");
      assertThat(main(tab)).contains("Anthropic is disconnected");
    }
  }

  @Test
  void thePageShowsWhatIsToBeKnown() {
    desk.post(
        "/v1/messages",
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    try (var tab = ana()) {
      tab.go(LIST).look("model-providers");
      tab.find("table").getByText("Anthropic").click();
      PlaywrightAssertions.assertThat(tab.find("#models-list")).containsText("Claude Next");
      tab.look("model-provider");
      assertThat(main(tab))
          .contains("1 call", "50 requests a minute", "fork-builds", "not offered by this key")
          .contains("Claude <b>Sonnet</b> 5.5", "no price: refused where money is limited");
      assertThat(tab.find("#snippet-claude-code").innerText()).contains("claude -p");
    }
  }

  @Test
  void aTestCallTellsWhatCameOfIt() {
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic").press("Make a test call");
      PlaywrightAssertions.assertThat(tab.find("#test-result"))
          .containsText("The provider answered with the model");
      tab.look("model-provider-tested");
    }
  }

  @Test
  void aTestCallWithoutAnAnswerSaysSo() {
    try (var tab = ana()) {
      // Beside the tab, which takes every complaint of a page for a mistake.
      var page = tab.page().context().newPage();
      page.navigate(desk.url() + LIST + "/anthropic");
      var note = page.locator(".no-answer");
      var button = page.getByText("Make a test call");
      PlaywrightAssertions.assertThat(note).isHidden();
      page.route("**/anthropic/test", Route::abort);
      button.click();
      PlaywrightAssertions.assertThat(note).containsText("This server gave no answer.");
      page.unroute("**/anthropic/test");
      page.route(
          "**/anthropic/test",
          asked -> asked.fulfill(new Route.FulfillOptions().setStatus(502).setBody("<b>no</b>")));
      button.click();
      PlaywrightAssertions.assertThat(note).isVisible();
      Tab.picture(page, "model-provider-test-no-answer");
      page.unroute("**/anthropic/test");
      button.click();
      PlaywrightAssertions.assertThat(page.locator("#test-result"))
          .containsText("The provider answered with the model");
      PlaywrightAssertions.assertThat(note).isHidden();
    }
  }

  @Test
  void theFallbackIsTestedByItself() {
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic/fallback").find("#method-byo").check();
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd4444").press("Add the fallback");
      var through = tab.find("#field-through");
      through.selectOption("the fallback");
      tab.press("Make a test call");
      PlaywrightAssertions.assertThat(tab.find("#test-result"))
          .containsText("The provider answered with the model");
      assertThat(provider.asked().getLast().toString()).contains("sk-ant-0123456789abcd4444");
    }
  }

  @Test
  void ownKeysAreForgottenOnlyWhenThatIsTicked() {
    disconnect();
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic/connect").find("#method-byo").check();
      assertThat(tab.find("#field-forget").count()).isZero();
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd1111").press("Connect Anthropic");
      tab.follow("Add a key");
      tab.fill("Anthropic API key", "sk-ant-0123456789abcd2222").press("Add the key");
      tab.follow("Change the method").find("#method-sandbox").check();
      tab.press("Save").look("model-provider-forget");
      assertThat(tab.find("#problem-forget").innerText())
          .isEqualTo("Tick this first; nothing has been changed.");
      assertThat(main(tab)).contains("Forget all 2 stored keys (…1111, …2222)");
      tab.find("#field-forget").check();
      tab.press("Save");
      assertThat(main(tab)).contains("Sandbox").doesNotContain("…1111", "…2222");
    }
  }

  @Test
  void aTestCallHasAPageOfItsOwnForWhoeverHasNoScripts() {
    try (var tab = ana()) {
      testWithoutScripts(tab);
      assertThat(tab.heading()).isEqualTo("Test call to Anthropic");
      assertThat(main(tab)).contains("The provider answered with the model", "7 tokens in, 1 out");
      tab.look("model-provider-test");
      tab.follow("Anthropic");
      assertThat(tab.heading()).isEqualTo("Anthropic");
    }
  }

  @Test
  void soHasOneThatFails() {
    String long400 =
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"<b>no</b> %s\"}}"
            .formatted("x".repeat(300));
    provider.behave(FakeProvider.answering(400, "application/json", long400));
    try (var tab = ana()) {
      testWithoutScripts(tab);
      assertThat(main(tab)).contains("400").doesNotContain("tokens in, 1 out");
      assertThat(tab.find(".alert-danger").count()).isEqualTo(1);
      tab.look("model-provider-test-failed");
    }
  }

  private static void testWithoutScripts(Tab tab) {
    tab.go(LIST + "/anthropic");
    // Sent by the browser itself, past the script that would take the answer into the page.
    tab.page().evaluate("document.querySelector('form[action$=\"/test\"]').submit()");
    tab.page().waitForURL("**/anthropic/test");
  }

  @Test
  void aTestCallIsNotMadeAgainAtOnce() {
    try (var tab = ana()) {
      tab.go(LIST + "/anthropic").press("Make a test call");
      PlaywrightAssertions.assertThat(tab.find("#test-result"))
          .containsText("The provider answered with the model");
      tab.press("Make a test call");
      PlaywrightAssertions.assertThat(tab.find("#test-result"))
          .containsText("This connection was tested just now");
    }
  }

  @Test
  void aSnippetIsCopied() {
    try (var tab = ana()) {
      tab.page()
          .context()
          .grantPermissions(
              List.of("clipboard-read", "clipboard-write"),
              new BrowserContext.GrantPermissionsOptions().setOrigin(desk.url()));
      tab.go(LIST + "/anthropic").press("Copy: curl");
      PlaywrightAssertions.assertThat(tab.find("[data-copies=snippet-curl]")).hasText("Copied");
      assertThat(String.valueOf(tab.page().evaluate("navigator.clipboard.readText()")))
          .startsWith("steps:\n")
          .contains("$$BUILDKITE_AGENT_ENDPOINT/ai/anthropic/v1/messages");
    }
  }

  @Test
  void aMemberSeesThatThePagesAreForAdministratorsAndNothingElse() {
    try (var tab = Tab.of(desk.url(), RunningBridle.BEN)) {
      for (String page :
          List.of(
              "",
              "/anthropic",
              "/anthropic/connect",
              "/anthropic/key",
              "/anthropic/disconnect",
              "/anthropic/keys/new")) {
        tab.go(LIST + page);
        assertThat(main(tab)).contains("This page is for administrators.").doesNotContain("Hosted");
        assertThat(tab.find(".settings-nav").count()).isZero();
      }
    }
  }
}
