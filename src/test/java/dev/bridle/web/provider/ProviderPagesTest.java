package dev.bridle.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms of model providers that are malformed, repeated, hostile or sent at once. */
@OnBothEngines
class ProviderPagesTest {
  private static final String LIST = "/organizations/acme/model-providers";
  private static final String CONNECT = LIST + "/anthropic/connect";
  private static final String KEY = "sk-ant-0123456789abcdwxyz";
  private static final String OTHER = "sk-ant-9876543210otherkeyzyxw";
  private static final Pattern FORGET = Pattern.compile("name=\"forget\" value=\"([^\"]*)\"");

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{\"data\":[]}"));
  private final RunningBridle bridle;
  private final Walker ana;
  private final String apiToken;

  ProviderPagesTest(Engine engine) {
    var flags = new HashMap<String, String>();
    flags.put("anthropic-url", provider.url().toString());
    bridle = RunningBridle.start(engine, flags);
    apiToken = bridle.setUpForPeople().path("api_token").asString();
    ana = bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    bridle.close();
    provider.close();
  }

  private int connect(Map<String, String> fields) {
    return ana.submit(CONNECT, fields).statusCode();
  }

  @Test
  void theSandboxNeedsNoKey() {
    assertThat(connect(Map.of("method", "sandbox"))).isEqualTo(303);
    assertThat(connect(Map.of("method", "sandbox"))).as("once more").isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic").body()).contains("Sandbox", "Ready");
    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldAndTheRestIsKept() {
    assertThat(ana.submit(CONNECT, Map.of()).body()).contains("Must be one of these.");
    assertThat(ana.submit(CONNECT, Map.of("method", "free")).statusCode()).isEqualTo(422);
    assertThat(ana.submit(CONNECT, Map.of("method", "hosted")).body())
        .contains("has not set a hosted key");
    assertThat(ana.submit(CONNECT, Map.of("method", "byo")).body())
        .contains("The token is missing");
    var page =
        ana.submit(
            CONNECT, Map.of("method", "byo", "token", KEY, "base_url", "http://10.0.0.1/\"><b>"));
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body())
        .contains(
            "problem-base_url", "10.0.0.1/&#34;>&lt;b>", "Type the key again: it was not saved")
        .doesNotContain(KEY)
        .doesNotContain("\"><b>");
  }

  @Test
  void aKeyIsNeverShownAgain() {
    assertThat(connect(Map.of("method", "byo", "token", "  " + KEY + " "))).isEqualTo(303);
    for (String page :
        List.of("", "/anthropic?done=connected", "/anthropic/connect", "/anthropic/key")) {
      assertThat(ana.get(LIST + page).body()).doesNotContain(KEY);
    }
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…wxyz", "Accepted by the provider");
  }

  @Test
  void noKeyIsForgottenBeforeThatIsTicked() {
    connect(Map.of("method", "byo", "token", KEY));
    for (var fields :
        List.of(
            Map.of("method", "sandbox"),
            Map.of("method", "sandbox", "forget", "1"),
            Map.of("method", "byo", "token", OTHER),
            Map.of("method", "byo", "token", OTHER, "forget", "true"))) {
      var answer = ana.submit(CONNECT, fields);
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body())
          .contains("Tick this first; nothing has been changed.", "Forget the stored key (…wxyz)")
          .doesNotContain(KEY, OTHER);
    }
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…wxyz");
    assertThat(connect(Map.of("method", "byo", "base_url", ""))).as("keeps it").isEqualTo(303);
    var replaced = Map.of("method", "byo", "token", OTHER, "forget", forget(CONNECT));
    assertThat(connect(replaced)).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…zyxw").doesNotContain("…wxyz");
    assertThat(connect(Map.of("method", "sandbox", "forget", forget(CONNECT)))).isEqualTo(303);
    assertThat(ana.get(CONNECT).body()).doesNotContain("field-forget");
  }

  /** What a form sends when it is ticked that the keys which it shows are forgotten. */
  private String forget(String path) {
    var found = FORGET.matcher(ana.get(path).body());
    assertThat(found.find()).as(path).isTrue();
    return found.group(1);
  }

  @Test
  void rotatingTheOnlyKeyNeedsNoTickAndOfSeveralItDoes() {
    connect(Map.of("method", "byo", "token", KEY));
    String rotate = LIST + "/anthropic/key";
    assertThat(ana.get(rotate).body()).contains("…wxyz").doesNotContain("type=\"checkbox\"");
    var first = Map.of("token", "sk-ant-0123456789abcd1111", "forget", forget(rotate));
    assertThat(ana.submit(rotate, first).statusCode()).isEqualTo(303);
    add("sk-ant-0123456789abcd2222");
    assertThat(ana.get(rotate).body())
        .contains("all 2 keys that are stored now", "Forget all 2 stored keys (…1111, …2222)");

    var third = new HashMap<>(Map.of("token", "sk-ant-0123456789abcd3333"));
    int asked = provider.asked().size();
    var unticked = ana.submit(rotate, third);
    assertThat(unticked.statusCode()).isEqualTo(422);
    assertThat(unticked.body())
        .contains("Tick this first; nothing has been changed.", "Type the key again")
        .doesNotContain("abcd3333");
    assertThat(provider.asked()).as("asked about a key in vain").hasSize(asked);
    third.put("forget", forget(rotate));
    assertThat(ana.submit(rotate, third).statusCode()).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic").body())
        .contains("…3333")
        .doesNotContain("…1111", "…2222");
  }

  private void add(String token) {
    var added = ana.submit(LIST + "/anthropic/keys/new", Map.of("token", token));
    assertThat(added.statusCode()).isEqualTo(303);
  }

  @Test
  void aKeyThatWasAddedSinceTheFormWasMadeIsNotForgottenUnseen() {
    connect(Map.of("method", "byo", "token", KEY));
    String rotate = LIST + "/anthropic/key";
    String known = forget(rotate);
    add("sk-ant-0123456789abcd2222");
    for (var form :
        Map.of(rotate, Map.of("token", OTHER), CONNECT, Map.of("method", "sandbox")).entrySet()) {
      var fields = new HashMap<>(form.getValue());
      fields.put("forget", known);
      var answer = ana.submit(form.getKey(), fields);
      assertThat(answer.statusCode()).as(form.getKey()).isEqualTo(422);
      assertThat(answer.body())
          .as(form.getKey())
          .contains("Tick this first", "Forget all 2 stored keys (…wxyz, …2222)")
          .doesNotContainPattern("id=\"field-forget\"[^>]* checked");
    }
    // One more and one less are as many as before, and yet others.
    String both = forget(rotate);
    String first = both.split(" ", -1)[0];
    ana.submit(LIST + "/anthropic/keys/" + first + "/remove", LIST + "/anthropic", Map.of());
    add("sk-ant-0123456789abcd3333");
    assertThat(ana.submit(rotate, Map.of("token", OTHER, "forget", both)).statusCode())
        .isEqualTo(422);
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…2222", "…3333");
  }

  @Test
  void aKeyThatIsAddedWhileTheProviderIsAskedIsNotForgottenUnseen() {
    connect(Map.of("method", "byo", "token", KEY));
    String rotate = LIST + "/anthropic/key";
    var fields = Map.of("token", OTHER, "forget", forget(rotate));
    var verified = FakeProvider.answering(200, "application/json", "{\"data\":[]}");
    var added = new AtomicInteger();
    provider.behave((asked, out) -> {
      if (asked.toString().contains(OTHER)) {
        var key = Map.of("token", "sk-ant-0123456789abcd2222");
        String keys = "/v2/organizations/acme/model-providers/anthropic/keys";
        added.set(bridle.as(apiToken).post(keys, key).status());
      }
      verified.answer(asked, out);
    });
    var answer = ana.submit(rotate, fields);
    assertThat(added).hasValue(201);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains(
            "was changed by someone else just now", "Forget all 2 stored keys (…wxyz, …2222)");
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…wxyz", "…2222");
  }

  @Test
  void theFallbacksKeyIsNotForgottenUnasked() {
    connect(Map.of("method", "sandbox"));
    ana.submit(FALLBACK, Map.of("method", "byo", "token", KEY));
    var another = Map.of("method", "byo", "token", OTHER);
    assertThat(ana.submit(FALLBACK, another).body()).contains("Forget the stored key (…wxyz)");
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…wxyz");
    var ticked = new HashMap<>(another);
    ticked.put("forget", forget(FALLBACK));
    assertThat(ana.submit(FALLBACK, ticked).statusCode()).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…zyxw").doesNotContain("…wxyz");
  }

  @Test
  void aNoticeIsShownOnlyWhileItIsTrue() {
    assertThat(connect(Map.of("method", "sandbox"))).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic?done=disabled").body())
        .doesNotContain("Calls are refused");
    assertThat(ana.get(LIST + "?disconnected=anthropic").body()).doesNotContain("is disconnected");
    assertThat(ana.get(LIST + "?disconnected=%3Cscript%3E").body())
        .doesNotContain("is disconnected");
  }

  @Test
  void theUsualHeaderCanBeChosenAgainAndAnUnknownOneIsRefused() {
    var bearer = Map.of("method", "byo", "token", KEY, "auth", "bearer");
    assertThat(connect(bearer)).isEqualTo(303);
    assertThat(connect(Map.of("method", "byo", "auth", ""))).isEqualTo(303);
    var kept = bridle.as(apiToken).get("/v2/organizations/acme/model-providers/anthropic").json();
    assertThat(kept.path("auth").asString()).isEqualTo("x-api-key");
    assertThat(provider.asked().getLast().headers()).containsEntry("x-api-key", KEY);
    var wrong = ana.submit(CONNECT, Map.of("method", "byo", "auth", "cookie"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("id=\"problem-auth\"", "Must be one of these.");
  }

  @Test
  void aKeyBesideAnotherMethodIsNotDroppedSilently() {
    for (String path : List.of(CONNECT, FALLBACK)) {
      var answer = ana.submit(path, Map.of("method", "sandbox", "token", KEY));
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body())
          .contains("You typed a key: choose Bring Your Own Token (BYO), or clear it.")
          .doesNotContain(KEY);
      connect(Map.of("method", "sandbox"));
    }
  }

  @Test
  void aRemovedKeyIsToldOfOnlyWhenItIsGone() {
    connect(Map.of("method", "byo", "token", KEY));
    add(OTHER);
    String page = LIST + "/anthropic";
    assertThat(ana.get(LIST).body()).contains("…wxyz", "and 1 more");
    String first = forget(CONNECT).split(" ", -1)[0];
    for (String key : List.of("", "&key=" + first)) {
      assertThat(ana.get(page + "?done=removed" + key).body()).doesNotContain("no longer used");
    }
    var removed = ana.submit(page + "/keys/" + first + "/remove", page, Map.of());
    assertThat(ana.get(removed.headers().firstValue("Location").orElseThrow()).body())
        .contains("The key is no longer used.");
  }

  @Test
  void theHistoryTellsOfTheFallbackAndOfNoTestCalls() {
    connect(Map.of("method", "sandbox"));
    ana.submit(FALLBACK, Map.of("method", "byo", "token", KEY));
    for (int i = 0; i < 5; i++) {
      bridle.as(apiToken).post("/v2/organizations/acme/model-providers/anthropic/test", Map.of());
    }
    String events = "/v2/organizations/acme/audit-events?type=MODEL_PROVIDER_TESTED";
    assertThat(bridle.as(apiToken).get(events).json().path("items")).isNotEmpty();
    String history = ana.get(LIST + "/anthropic").body().split("id=\"history\"", -1)[1];
    assertThat(history).doesNotContain("tested");
    assertThat(history.split("created the model provider", -1)).hasSize(3);
  }

  @Test
  void onlyTheTypedNameDisconnects() {
    assertThat(connect(Map.of("method", "sandbox"))).isEqualTo(303);
    String path = LIST + "/anthropic/disconnect";
    assertThat(ana.submit(path, Map.of("name", "")).statusCode()).isEqualTo(422);
    String token = ana.formToken(path);
    var fields = Map.of("name", "anthropic", "form_token", token);
    assertThat(ana.post(path, fields).statusCode()).isEqualTo(303);
    assertThat(ana.post(path, fields).statusCode()).as("once more").isEqualTo(303);
    assertThat(ana.get(path).statusCode()).isEqualTo(404);
    var events =
        bridle
            .as(apiToken)
            .get("/v2/organizations/acme/audit-events?type=MODEL_PROVIDER_DELETED")
            .json();
    assertThat(events.path("items")).hasSize(1);
    assertThat(events.path("items").get(0).path("actor").path("name").asString())
        .isEqualTo("Ana Torres");
  }

  @Test
  void manyWhoConnectAtOnceMakeOneConnection() throws Exception {
    String token = ana.formToken(CONNECT);
    var fields = Map.of("method", "sandbox", "form_token", token);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              java.util.Collections.nCopies(8, () -> ana.post(CONNECT, fields).statusCode()));
      for (var answer : answers) {
        assertThat(answer.get()).isIn(303, 422);
      }
    }
    assertThat(bridle.as(apiToken).get("/v2/organizations/acme/model-providers").json()).hasSize(1);
  }

  private static final String FALLBACK = LIST + "/anthropic/fallback";

  @Test
  void aFallbackIsAddedChangedDisabledAndRemoved() {
    assertThat(ana.get(FALLBACK).statusCode()).as("of what is not connected").isEqualTo(404);
    connect(Map.of("method", "byo", "token", KEY));
    assertThat(ana.get(LIST + "/anthropic").body()).contains("Add a fallback");
    String other = "sk-ant-9876543210fallbackzyxw";
    var fields =
        Map.of(
            "method", "byo",
            "token", other,
            "models", "claude-opus-5-5 = claude-sonnet-5-5\r\n\r\n a=b ");
    assertThat(ana.submit(FALLBACK, fields).statusCode()).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic?done=fallback").body())
        .contains(
            "…zyxw",
            "The fallback is saved.",
            "accepts it.",
            "<code>a</code> is answered by <code>b</code>")
        .doesNotContain(other);
    assertThat(ana.get(FALLBACK).body())
        .contains("a = b\nclaude-opus-5-5 = claude-sonnet-5-5", "Leave it empty")
        .doesNotContain(other);
    var kept = Map.of("method", "byo", "token", "", "models", "");
    assertThat(ana.submit(FALLBACK, kept).statusCode()).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…zyxw").doesNotContain("answered by");

    String page = LIST + "/anthropic";
    var disable = Map.of("enabled", "false");
    assertThat(after(FALLBACK + "/enabled", disable)).contains("takes no calls from now on.");
    assertThat(after(FALLBACK + "/enabled", disable)).contains("takes no calls from now on.");
    assertThat(ana.get(page).body()).contains("it is disabled now", "Enable the fallback");
    assertThat(after(FALLBACK + "/enabled", Map.of("enabled", "true")))
        .contains("The fallback takes calls again.")
        .doesNotContain("it is disabled now");
    assertThat(after(FALLBACK + "/remove", Map.of())).contains("The fallback is removed.");
    assertThat(after(FALLBACK + "/remove", Map.of())).contains("The fallback is removed.");
    assertThat(ana.get(page).body()).contains("Add a fallback", "…wxyz");
    assertThat(ana.submit(FALLBACK + "/enabled", page, Map.of()).statusCode()).isEqualTo(404);
  }

  /** Sends a form that stands on the connection's page, and reads the page that it leads to. */
  private String after(String path, Map<String, String> fields) {
    var came = ana.submit(path, LIST + "/anthropic", fields);
    assertThat(came.statusCode()).isEqualTo(303);
    return ana.get(came.headers().firstValue("Location").orElseThrow()).body();
  }

  @Test
  void whetherTheFallbacksKeyWasVerifiedIsTold() {
    connect(Map.of("method", "sandbox"));
    var key = Map.of("method", "byo", "token", KEY);
    provider.behave(FakeProvider.answering(500, "application/json", "{}"));
    var saved = ana.submit(FALLBACK, key);
    assertThat(saved.statusCode()).isEqualTo(303);
    String after = ana.get(saved.headers().firstValue("Location").orElseThrow()).body();
    assertThat(after)
        .contains("The fallback is saved. The key was saved, but not verified: Anthropic could not")
        .contains("<span class=\"sign sign-fair\">Not verified</span>");
    assertThat(ana.get(LIST + "/anthropic").body()).contains("…wxyz", ">Not verified</span>");

    provider.behave(FakeProvider.answering(200, "application/json", "{\"data\":[]}"));
    ana.submit(FALLBACK + "/remove", LIST + "/anthropic", Map.of());
    assertThat(ana.submit(FALLBACK, key).statusCode()).isEqualTo(303);
    assertThat(ana.get(LIST + "/anthropic?done=fallback").body())
        .contains("The fallback is saved. The key was verified: Anthropic accepts it.")
        .contains("<span class=\"sign sign-good\">Accepted by the provider</span>");
    for (String untrue : List.of("fallback-disabled", "fallback-removed")) {
      assertThat(ana.get(LIST + "/anthropic?done=" + untrue).body())
          .as(untrue)
          .doesNotContain("role=\"status\">The fallback");
    }
  }

  @Test
  void whatIsWrongWithAFallbackIsSaidAtItsField() {
    connect(Map.of("method", "sandbox"));
    for (String models : List.of("a", "a=b=c", "a=b\na=c", "=b", "a b=c", "a=<i>\"")) {
      var came = ana.submit(FALLBACK, Map.of("method", "byo", "token", KEY, "models", models));
      assertThat(came.statusCode()).as(models).isEqualTo(422);
      assertThat(came.body()).as(models).contains("problem-models").doesNotContain(KEY, "<i>");
    }
    assertThat(ana.submit(FALLBACK, Map.of("method", "sandbox")).statusCode()).isEqualTo(422);
    assertThat(ana.submit(FALLBACK, Map.of()).body()).contains("Must be one of these.");
    assertThat(ana.submit(FALLBACK, Map.of("method", "byo")).body()).contains("problem-token");
    assertThat(ana.submit(FALLBACK, Map.of("models", "x".repeat(60_000))).statusCode())
        .isEqualTo(422);
    assertThat(ana.get(LIST + "/anthropic").body()).contains("Add a fallback");
  }

  @Test
  void aMemberAndAStrangerGetNowhere() {
    var ben = bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    String token = ben.formToken("/acme");
    for (String path :
        List.of(
            "/connect",
            "/key",
            "/enabled",
            "/disconnect",
            "/keys/new",
            "/keys/x/remove",
            "/fallback",
            "/fallback/enabled",
            "/fallback/remove",
            "/test")) {
      String address = LIST + "/anthropic" + path;
      var fields = Map.of("method", "sandbox", "name", "Anthropic", "form_token", token);
      assertThat(ben.post(address, fields).statusCode()).as(address).isEqualTo(403);
      assertThat(bridle.walker().post(address, fields).statusCode()).as(address).isEqualTo(303);
      assertThat(ana.post(address, fields).statusCode()).as("without its token").isEqualTo(403);
    }
    assertThat(bridle.as(apiToken).get("/v2/organizations/acme/model-providers").json()).isEmpty();
  }

  @Test
  void whatIsNotThereHasAPageThatSaysSo() {
    assertThat(ana.get(LIST + "/mistral").statusCode()).isEqualTo(404);
    assertThat(ana.get(LIST + "/anthropic/key").statusCode()).isEqualTo(404);
    assertThat(ana.get(LIST + "/anthropic/keys/new").statusCode()).isEqualTo(404);
    assertThat(ana.get(LIST + "/anthropic/models").statusCode()).isEqualTo(404);
    assertThat(ana.get(LIST + "/anthropic").statusCode()).as("leads to the choice").isEqualTo(303);
  }
}
