package dev.bridle.web.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms about rules that are malformed, repeated, overtaken, huge or hostile. */
@OnBothEngines
class RulePagesTest {
  private static final String SETTINGS = "/organizations/acme";
  private static final String EDIT = SETTINGS + "/ai-policy/edit";
  private static final String NEW = SETTINGS + "/allowances/new";
  private static final String SWITCHES = SETTINGS + "/kill-switches";
  private static final Pattern TRIED = Pattern.compile("name=\"tried\" value=\"([^\"]*)\"");
  private static final String ALLOW = "{\"rules\": [{\"id\": \"all\", \"effect\": \"allow\"}]}";

  private final RunningBridle bridle;
  private final Walker ana;
  private final String apiToken;

  RulePagesTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    apiToken = bridle.setUpForPeople().path("api_token").asString();
    ana = bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private static String tried(String page) {
    var found = TRIED.matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }

  private static Map<String, String> policy(long version, String text, String... more) {
    var fields =
        new HashMap<>(Map.of("version", "" + version, "text", text, "days", "7", "act", "try"));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private int store(long version, String text) {
    var page = ana.submit(EDIT, policy(version, text));
    assertThat(page.statusCode()).isEqualTo(200);
    return ana.submit(EDIT, policy(version, text, "act", "save", "tried", tried(page.body())))
        .statusCode();
  }

  private long versions() {
    return bridle
        .as(apiToken)
        .get("/v2/organizations/acme/ai-policy")
        .json()
        .path("version")
        .asLong();
  }

  @Test
  void aPolicyThatWasNotTriedIsNotStored() {
    assertThat(ana.submit(EDIT, policy(0, ALLOW, "act", "save")).statusCode()).isEqualTo(200);
    String mark = tried(ana.submit(EDIT, policy(0, ALLOW)).body());
    var other = policy(0, ALLOW.replace("\"all\"", "\"any\""), "act", "save", "tried", mark);
    assertThat(ana.submit(EDIT, other).body())
        .contains("Dry run again", "Nothing was saved: this was changed after its dry run.");
    assertThat(ana.submit(EDIT, policy(0, ALLOW)).body()).doesNotContain("Nothing was saved");
    assertThat(versions()).isZero();
    assertThat(store(0, ALLOW)).isEqualTo(303);
    assertThat(versions()).isEqualTo(1);
  }

  @Test
  void whoeverIsOvertakenKeepsTheirText() {
    String mine = ALLOW.replace("\"all\"", "\"mine\"");
    String mark = tried(ana.submit(EDIT, policy(0, mine)).body());
    assertThat(store(0, ALLOW)).isEqualTo(303);
    var late = ana.submit(EDIT, policy(0, mine, "act", "save", "tried", mark));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body())
        .contains("Version 1 was stored by Ana Torres in the meantime", "\"mine\"")
        .contains("name=\"version\" value=\"1\"");
    assertThat(versions()).isEqualTo(1);
  }

  @Test
  void aMistakeIsShownAtItsLine() {
    String text =
        """
        {
          "rules": [
            {"id": "one",
             "effect": "allow",
             "modells": "x"}
          ]
        }\
        """;
    var page = ana.submit(EDIT, policy(0, text));
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains("there is no key `modells` here", "Line 5</a>");
    assertThat(ana.submit(EDIT, policy(0, "{\n  \"rules\": [}\n")).body())
        .contains("is not valid JSON", "Line 2</a>");
  }

  @Test
  void aTextWithTricksStaysText() {
    String trick =
        "{\"rules\": [{\"id\": \"</textarea><script>alert(1)</script>\", \"effect\": \"allow\"}]}";
    var page = ana.submit(EDIT, policy(0, trick));
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body())
        .doesNotContain("<script>alert")
        .contains("&lt;/textarea&gt;&lt;script&gt;");
  }

  @Test
  void aHugeOrBrokenFormIsRefused() {
    assertThat(ana.submit(EDIT, policy(0, " ".repeat(300_000))).body())
        .contains("A policy has at most 256 KB.");
    assertThat(ana.submit(EDIT, policy(0, ALLOW, "version", "x")).statusCode()).isEqualTo(400);
    assertThat(ana.submit(EDIT, policy(0, ALLOW, "days", "400")).statusCode()).isEqualTo(422);
    assertThat(ana.submit(EDIT, Map.of()).statusCode()).isBetween(400, 422);
    for (String query : List.of("?from=0", "?from=x&to=0", "?from=0&to=99", "?from=-1&to=0")) {
      assertThat(ana.get(SETTINGS + "/ai-policy/difference" + query).statusCode()).isEqualTo(404);
    }
    assertThat(ana.get(SETTINGS + "/ai-policy/restore?version=7").statusCode()).isEqualTo(404);
  }

  @Test
  void whatGoingBackWouldRefuseIsTriedAfterThePage() {
    assertThat(store(0, ALLOW)).isEqualTo(303);
    String page = SETTINGS + "/ai-policy/restore";
    String tried = page + "/dry-run?version=0";
    assertThat(ana.get(page + "?version=0").body())
        .contains(
            "hx-get=\"" + tried + "\"\n  hx-trigger=\"load, again\"",
            "<noscript><p class=\"card-body mb-0\"><a class=\"btn\" href=\"" + tried + "\">")
        .doesNotContain("No call of the last 7 days");
    assertThat(ana.get(tried, "HX-Request", "true").body())
        .contains("No call of the last 7 days tells anything about this.")
        .doesNotContain("<html");
    String whole = ana.get(tried).body();
    assertThat(whole)
        .contains("<html", "No call of the last 7 days tells anything", "removed")
        .doesNotContain("hx-get=\"" + page);
    assertThat(ana.submit(page, tried, Map.of("version", "1", "restore", "0")).statusCode())
        .as("goes back from there too")
        .isEqualTo(303);
    assertThat(ana.submit(page, tried, Map.of("version", "1", "restore", "0")).body())
        .contains("Another version was stored in the meantime", "hx-get=\"" + tried);
    for (String wrong : List.of("", "?version=x", "?version=7", "?version=-1")) {
      assertThat(ana.get(page + "/dry-run" + wrong).statusCode()).as(wrong).isEqualTo(404);
    }
  }

  @Test
  void manyVersionsAreReadByPages() {
    for (int i = 0; i < 22; i++) {
      assertThat(store(i, ALLOW.replace("\"all\"", "\"rule-" + i + "\""))).isEqualTo(303);
    }
    String first = ana.get(SETTINGS + "/ai-policy/versions").body();
    assertThat(first).contains("removed rule-20", "?before=3").doesNotContain("built-in");
    assertThat(ana.get(SETTINGS + "/ai-policy/versions?before=3").body())
        .contains("built-in", "restore?version=0")
        .doesNotContain("?before=");
  }

  private static Map<String, String> allowance(String... more) {
    var fields =
        new HashMap<>(
            Map.of(
                "scope",
                "organization",
                "unit",
                "requests",
                "window",
                "hour",
                "amount",
                "9",
                "mode",
                "hard",
                "days",
                "7",
                "act",
                "try"));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private String refused(String... more) {
    var page = ana.submit(NEW, allowance(more));
    assertThat(page.statusCode()).isEqualTo(422);
    return page.body();
  }

  @Test
  void anAllowanceThatIsWrongIsToldSoAtTheField() {
    assertThat(refused("amount", "-1")).contains("id=\"problem-amount\"");
    assertThat(refused("unit", "bananas")).contains("id=\"problem-unit\"");
    assertThat(refused("mode", "soft")).contains("id=\"problem-mode\"");
    assertThat(refused("scope", "pipeline", "target", "<none>"))
        .contains("id=\"problem-target\"", "&lt;none&gt;");
    assertThat(refused("model", "two words")).contains("id=\"problem-model\"");
    assertThat(refused("days", "zero")).contains("id=\"problem-days\"");
  }

  @Test
  void aTargetIsNotDroppedForALimitOnTheWholeOrganization() {
    assertThat(refused("scope", "organization", "target", "hello"))
        .contains("id=\"problem-target\"", "Must be left out", "value=\"hello\"");
    assertThat(refused("target", "hello", "act", "save")).contains("id=\"problem-target\"");
    assertThat(bridle.as(apiToken).get("/v2/organizations/acme/allowances").text())
        .doesNotContain("\"hour\"");
  }

  @Test
  void aCommaStandsOnlyBetweenThousands() {
    for (String wrong : List.of("12,50", "1,25", "1,2500", ",250", "1,250,", "0,123", "1.250,50")) {
      assertThat(refused("unit", "usd", "amount", wrong))
          .as(wrong)
          .contains("id=\"problem-amount\"", "such as 12.50");
    }
    assertThat(refused("amount", "12,50")).contains("such as 50");
    assertThat(amountStored("usd", "1,250.50")).isEqualTo("1250.5");
    assertThat(amountStored("requests", "1,250")).isEqualTo("1250");
    assertThat(amountStored("input_tokens", "12,345,678")).isEqualTo("12345678");
  }

  private String amountStored(String unit, String typed) {
    String mark = tried(ana.submit(NEW, allowance("unit", unit, "amount", typed)).body());
    var saved = allowance("unit", unit, "amount", typed, "act", "save", "tried", mark);
    assertThat(ana.submit(NEW, saved).statusCode()).isEqualTo(303);
    for (var one : bridle.as(apiToken).get("/v2/organizations/acme/allowances").json()) {
      if (one.path("unit").asString().equals(unit)
          && one.path("window").asString().equals("hour")) {
        return one.path("amount").asString();
      }
    }
    throw new AssertionError("not stored: " + typed);
  }

  @Test
  void theSameAllowanceIsMadeOnce() {
    String mark = tried(ana.submit(NEW, allowance()).body());
    assertThat(ana.submit(NEW, allowance("act", "save", "tried", mark)).statusCode())
        .isEqualTo(303);
    var again = ana.submit(NEW, allowance("act", "save", "tried", mark));
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body()).contains("There is such an allowance already");
    assertThat(ana.get(SETTINGS + "/allowances/none").statusCode()).isEqualTo(404);
  }

  @Test
  void anAllowanceThatSomeoneElseChangedIsNotReplacedUnseen() {
    String mark = tried(ana.submit(NEW, allowance()).body());
    ana.submit(NEW, allowance("act", "save", "tried", mark));
    String id =
        bridle
            .as(apiToken)
            .get("/v2/organizations/acme/allowances")
            .json()
            .get(0)
            .path("id")
            .asString();
    String path = SETTINGS + "/allowances/" + id;
    String first = hidden("seen", ana.get(path).body());
    assertThat(change(path, "21", first).statusCode()).isEqualTo(303);
    assertThat(change(path, "21", first).statusCode()).as("once more").isEqualTo(303);

    var overtaken = change(path, "22", first);
    assertThat(overtaken.statusCode()).isEqualTo(409);
    assertThat(overtaken.body())
        .contains("Someone else changed this allowance in the meantime, so nothing was saved")
        .contains("value=\"22\"", "it is 21 requests an hour, hard now");
    assertThat(ana.get(path).body()).contains("value=\"21\"");
    assertThat(change(path, "22", "").statusCode()).as("without it").isEqualTo(409);

    assertThat(change(path, "22", hidden("seen", overtaken.body())).statusCode()).isEqualTo(303);
    assertThat(ana.get(path).body()).contains("value=\"22\"");
  }

  private static String hidden(String name, String page) {
    var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }

  /** Tries a new amount, then saves it. */
  private HttpResponse<String> change(String path, String amount, String seen) {
    var fields =
        new HashMap<>(
            Map.of("amount", amount, "mode", "hard", "days", "7", "act", "try", "seen", seen));
    var tried = ana.submit(path, fields);
    assertThat(tried.statusCode()).isEqualTo(200);
    assertThat(hidden("seen", tried.body())).as("kept by the dry run").isEqualTo(seen);
    fields.put("tried", tried(tried.body()));
    fields.put("act", "save");
    return ana.submit(path, fields);
  }

  @Test
  void aKillSwitchEndsOnceAndIsOfThisOrganization() {
    assertThat(
            ana.submit(SWITCHES, Map.of("level", "organization", "reason", "\u202eevil\u200b <i>"))
                .statusCode())
        .isEqualTo(303);
    var listed = bridle.as(apiToken).get("/v2/organizations/acme/kill-switches").json();
    String id = listed.get(0).path("id").asString();
    assertThat(ana.get(SWITCHES).body()).contains("&lt;i&gt;");
    String end = SWITCHES + "/" + id + "/end";
    assertThat(ana.submit(end, SWITCHES, Map.of()).statusCode()).isEqualTo(303);
    assertThat(ana.submit(end, SWITCHES, Map.of()).statusCode()).as("once more").isEqualTo(303);
    assertThat(ana.submit(SWITCHES + "/none/end", SWITCHES, Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void aKillSwitchThatIsWrongIsToldSoAtTheField() {
    assertThat(ana.submit(SWITCHES, Map.of("level", "organization")).body())
        .contains("id=\"problem-reason\"");
    var past = Map.of("level", "organization", "reason", "x", "ends_at", "2001-01-01T00:00");
    assertThat(ana.submit(SWITCHES, past).body())
        .contains("id=\"problem-ends_at\"", "Must be in the future.");
    assertThat(ana.submit(SWITCHES, Map.of("level", "model", "reason", "x")).body())
        .contains("id=\"problem-target\"");
    assertThat(ana.submit(SWITCHES, Map.of("level", "all", "reason", "x")).body())
        .contains("Must be organization");
  }

  @Test
  void aTargetIsNotDroppedWhenEverythingIsToBeStopped() {
    var page =
        ana.submit(
            SWITCHES, Map.of("level", "organization", "target", "hello", "reason", "too much"));
    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body())
        .contains("id=\"problem-target\"", "Must be left out", "value=\"hello\"")
        .contains("Nothing is stopped.");
    assertThat(bridle.as(apiToken).get("/v2/organizations/acme/kill-switches").json()).isEmpty();
  }

  @Test
  void theAuditLogTakesAnyQuery() {
    for (String query :
        List.of(
            "?after=x",
            "?before=%27--",
            "?q=%25_%5C",
            "?type=policy%20updated",
            "?from=2026-01-01&to=2026-01-01")) {
      assertThat(ana.get(SETTINGS + "/audit-log" + query).statusCode()).as(query).isEqualTo(200);
    }
    var wrong = ana.get(SETTINGS + "/audit-log?from=yesterday");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Must be a day, such as 2026-11-23.");
    assertThat(ana.get(SETTINGS + "/audit-log.csv?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(ana.get(SETTINGS + "/audit-log?q=" + "x".repeat(201)).statusCode()).isEqualTo(422);
  }

  @Test
  void aTypeIsUnderstoodAsThePageAndAsRestSpellIt() {
    String log = SETTINGS + "/audit-log";
    for (String spelled :
        List.of(
            "?type=USER_SIGNED_IN",
            "?type=user+signed+in",
            "?type=UserSignedInEvent",
            "?q=type:UserSignedInEvent",
            "?q=UserSignedInEvent")) {
      var came = ana.get(log + spelled);
      assertThat(came.statusCode()).as(spelled).isEqualTo(200);
      assertThat(came.body()).as(spelled).contains("signed in as").doesNotContain("created the ");
      assertThat(ana.get(log + ".csv" + spelled).body())
          .as(spelled)
          .contains("UserSignedInEvent")
          .doesNotContain("CreatedEvent");
    }
    assertThat(
            bridle
                .as(apiToken)
                .get("/v2/organizations/acme/audit-events?type=user_signed_in")
                .json())
        .isNotEmpty();
  }

  @Test
  void aSearchThatIsWrongSaysSoAndIsNotExported() {
    String log = SETTINGS + "/audit-log";
    var wrong =
        Map.of(
            "?type=ModelProvidrUpdatedEvent",
            "Unknown event type \"ModelProvidrUpdatedEvent\". Did you mean MODEL_PROVIDER_UPDATED?",
            "?type=%3Cimg%3E",
            "Unknown event type",
            "?other=1",
            "There is no filter called other.",
            "?%3Cb%3E=1",
            "There is no filter called &lt;b&gt;.",
            "?" + "x".repeat(300) + "=1",
            "There is no filter called " + "x".repeat(25) + "….",
            "?from=yesterday",
            "Must be a day",
            "?from=2026-11-23&to=2026-11-22",
            "Must not be before the first day.",
            "?subject_type=pipelin",
            "Unknown kind of thing \"pipelin\". Did you mean PIPELINE?");
    wrong.forEach((query, sentence) -> {
      var page = ana.get(log + query);
      assertThat(page.statusCode()).as(query).isEqualTo(422);
      assertThat(page.body())
          .as(query)
          .contains(sentence)
          .contains("This search can't be made")
          .doesNotContain("No event fits", "Export CSV");
      for (String file : List.of(".csv", ".jsonl")) {
        var came = ana.get(log + file + query);
        assertThat(came.statusCode()).as(query).isEqualTo(400);
        assertThat(came.body()).as(query).doesNotContain("[Must", "[Unknown", "[There");
      }
    });
  }

  @Test
  void theAuditLogIsSearchedByKeys() {
    String log = "/organizations/acme/audit-log?q=";
    String whole = ana.get(log + "type:USER_SIGNED_IN").body();
    assertThat(whole).contains("signed in as").doesNotContain("created the ");
    assertThat(ana.get(log + "type:USER_SIGNED_IN+-actor:" + RunningBridle.ANA).body())
        .contains("No event fits");
    assertThat(ana.get(log + "-type:USER_SIGNED_IN").body()).doesNotContain("signed in as");
    assertThat(ana.get(log + "actor:" + RunningBridle.ANA).body())
        .contains("signed in as")
        .doesNotContain("<strong><bdi>operator</bdi></strong>");
    for (String wrong :
        List.of(
            "type:USER_SIGNED",
            "pipeline:no-such",
            "actor:nobody@example.com",
            "actor:%27%20or%201%3D1",
            "type:USER_SIGNED_IN+word")) {
      var came = ana.get(log + wrong);
      assertThat(came.statusCode()).as(wrong).isEqualTo(422);
      assertThat(came.body()).as(wrong).contains("id=\"problem-q\"");
    }
    assertThat(ana.get("/organizations/acme/audit-log.csv?q=type:USER_SIGNED_IN").body())
        .contains("UserSignedInEvent")
        .doesNotContain("CreatedEvent");
  }

  @Test
  void theAuditLogIsReadByPagesBothWays() {
    for (int i = 0; i < 60; i++) {
      assertThat(
              ana.submit(SWITCHES, Map.of("level", "organization", "reason", "Number " + i))
                  .statusCode())
          .isEqualTo(303);
    }
    String first = ana.get(SETTINGS + "/audit-log?q=Number").body();
    assertThat(first)
        .contains("Number 59")
        .doesNotContain("Number 9<", ">Newer<")
        .contains(">Older<");
    String older = link(first, "next");
    String second = ana.get(older).body();
    assertThat(second).contains("Number 0<", "Number 9<", ">Newer<").doesNotContain(">Older<");
    assertThat(ana.get(link(second, "prev")).body()).contains("Number 59");
    assertThat(ana.get(SETTINGS + "/audit-log.csv?q=Number").body().lines()).hasSize(61);
  }

  @Test
  void behindTheOldestEventThereIsAWayBack() {
    String log = SETTINGS + "/audit-log";
    String nothingOlder = "after=00000000-0000-7000-8000-000000000000";
    String behind = ana.get(log + "?" + nothingOlder).body();
    assertThat(behind)
        .contains("No event is older", ">Newer<")
        .doesNotContain(">Older<", "Nothing has happened yet");
    assertThat(ana.get(link(behind, "prev")).body()).contains("created the organization");
    String search = ana.get(log + "?type=USER_SIGNED_IN&" + nothingOlder).body();
    assertThat(search).contains("No older event fits");
    assertThat(ana.get(link(search, "prev")).body())
        .contains("signed in as")
        .doesNotContain("created the ");
  }

  private static String link(String page, String relation) {
    var found = Pattern.compile("href=\"([^\"]*)\" rel=\"" + relation + "\"").matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1).replace("&amp;", "&");
  }

  @Test
  void aMemberMayPostNothing() {
    var ben = bridle.walker().signedIn(RunningBridle.BEN, RunningBridle.PASSWORD);
    String token = ben.formToken("/acme");
    for (String path :
        List.of(
            "/allowances/new",
            "/allowances/x",
            "/allowances/x/delete",
            "/ai-policy/edit",
            "/ai-policy/restore",
            "/kill-switches",
            "/kill-switches/x/end")) {
      assertThat(ben.post(SETTINGS + path, Map.of("form_token", token)).statusCode())
          .as(path)
          .isEqualTo(403);
      assertThat(ana.post(SETTINGS + path, Map.of()).statusCode())
          .as(path + " without its token")
          .isEqualTo(403);
    }
  }

  @Test
  void anAllowanceIsSaidToBeGoneOnlyWhenOneIsNamedThatIs() {
    String list = "/organizations/acme/allowances";
    assertThat(ana.get(list + "?done=deleted").body()).doesNotContain("no longer in force");
    assertThat(ana.get(list + "?done=deleted&allowance=gone").body())
        .contains("The allowance is no longer in force.");
  }

  private String stop(String reason, String... more) {
    var fields = new HashMap<>(Map.of("level", "organization", "reason", reason));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    assertThat(ana.submit(SWITCHES, fields).statusCode()).isEqualTo(303);
    return bridle
        .as(apiToken)
        .get("/v2/organizations/acme/kill-switches")
        .json()
        .path(0)
        .path("id")
        .asString();
  }

  @Test
  void whatIsStillStoppedIsNotSaidToGoOn() {
    String first = stop("one");
    String second = stop("<script>alert(1)</script>\u202Etwo");
    assertThat(ana.get(SWITCHES).body())
        .contains("The other kill switches stay in force.")
        .contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\u202Etwo</bdi>");
    ana.submit(SWITCHES + "/" + first + "/end", SWITCHES, Map.of());
    assertThat(ana.get(SWITCHES + "?done=ended").body())
        .contains("Others are still in force: what they name stays stopped.")
        .doesNotContain("is over: calls are judged");
    ana.submit(SWITCHES + "/" + second + "/end", SWITCHES, Map.of());
    assertThat(ana.get(SWITCHES + "?done=ended").body())
        .contains("The kill switch is over: calls are judged by the policy again.");
  }

  @Test
  void endedSwitchesAreListedByPages() {
    for (int i = 0; i < 5; i++) {
      ana.submit(SWITCHES + "/" + stop("reason " + i) + "/end", SWITCHES, Map.of());
    }
    stop("in force");
    var rest = bridle.as(apiToken);
    String path = "/v2/organizations/acme/kill-switches?ended=true&per_page=4";
    assertThat(rest.get(path).json()).hasSize(4);
    assertThat(rest.get(path).json().path(0).path("reason").asString()).isEqualTo("in force");
    var second = rest.get(path + "&page=2").json();
    assertThat(second).hasSize(2);
    assertThat(second.path(1).path("reason").asString()).isEqualTo("reason 0");
    assertThat(rest.get(path + "&page=0").status()).isEqualTo(400);
    assertThat(rest.get("/v2/organizations/acme/kill-switches").json()).hasSize(1);
  }
}
