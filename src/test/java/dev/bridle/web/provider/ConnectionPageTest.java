package dev.bridle.web.provider;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import dev.bridle.web.CallSite;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the page of a connection says of its key, its use and its models. */
@OnBothEngines
class ConnectionPageTest {
  private static final String PAGE = "/organizations/acme/model-providers/anthropic";
  private static final Pattern NEVER =
      Pattern.compile("<dt[^>]*>Last used</dt><dd[^>]*><span[^>]*>never</span>");
  private static final Pattern USED =
      Pattern.compile("<dt[^>]*>Last used</dt><dd[^>]*><time datetime=\"([^\"]+)\"");

  private static final Pattern FORGET = Pattern.compile("name=\"forget\" value=\"([^\"]*)\"");

  /** A key's row up to its last use. */
  private static final Pattern KEY =
      Pattern.compile(
          "<code>…(?:1111|2222)</code></td>\\s*<td>.*?</td>\\s*<td[^>]*>(.*?)</td>",
          Pattern.DOTALL);

  private final CallSite site;
  private final CallDesk desk;
  private final FakeProvider provider;
  private final Walker ana;

  ConnectionPageTest(Engine engine) {
    site = new CallSite(engine);
    desk = site.desk;
    provider = site.provider;
    ana = site.ana;
  }

  @AfterEach
  void close() {
    site.close();
  }

  private String page() {
    return ana.get(PAGE).body();
  }

  @Test
  void itTellsWhenItWasLastUsed() {
    assertThat(page()).containsPattern(NEVER);
    var before = Instant.now().minusSeconds(1);
    site.ask();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(page()).containsPattern(USED));
    var used = USED.matcher(page());
    assertThat(used.find()).isTrue();
    assertThat(Instant.parse(used.group(1))).isBetween(before, Instant.now());
  }

  /** A build keeps to one of the keys, so of two one is used. */
  @Test
  void itTellsWhenEachKeyWasLastUsedAndSoDoesTheList() {
    String list = "/organizations/acme/model-providers";
    assertThat(ana.get(list).body()).containsOnlyOnce(">never</span>");
    var first = Map.of("method", "byo", "token", "sk-ant-0123456789abcd1111");
    assertThat(ana.submit(PAGE + "/connect", first).statusCode()).isEqualTo(303);
    var second = Map.of("token", "sk-ant-0123456789abcd2222");
    assertThat(ana.submit(PAGE + "/keys/new", second).statusCode()).isEqualTo(303);
    assertThat(usedKeys()).isZero();
    site.ask();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(usedKeys()).isEqualTo(1));
    assertThat(KEY.matcher(page()).results().count()).isEqualTo(2);
    assertThat(ana.get(list).body()).doesNotContain(">never</span>");
  }

  private long usedKeys() {
    return KEY.matcher(page()).results().filter(key -> key.group(1).contains("<time")).count();
  }

  @Test
  void itTellsWhatModelsCost() {
    String prices =
        "{\"version\":0,\"models\":[{\"id\":\"claude-sonnet-5-5\",\"prices\":[{\"input\":\"12.5\",\"output\":\"77\",\"cacheWrite5m\":\"15.25\",\"cacheWrite1h\":\"25\",\"cacheRead\":\"1.25\"}]}]}";
    var stored = desk.put("prices", prices);
    assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    assertThat(page())
        .containsPattern(
            Pattern.compile(
                "<code>claude-sonnet-5-5</code>.*?\\$12\\.50</td>\\s*<td class=\"number\">\\$15\\.25\\s*<div[^>]*>\\$25\\.00 for 1 hour</div>\\s*</td>\\s*<td class=\"number\">\\$1\\.25</td>\\s*<td class=\"number\">\\$77\\.00</td>",
                Pattern.DOTALL));
  }

  @Test
  void aModelForTheTestCallIsProposed() {
    assertThat(page())
        .contains("name=\"model\" autocomplete=\"off\" spellcheck=\"false\" list=\"known-models\"")
        .containsPattern(
            "<datalist id=\"known-models\">[^~]*<option value=\"claude-sonnet-5-5\">[^<]+</option>[^~]*</datalist>");
  }

  @Test
  void thatNoRuleIsAboutItsCallsIsTold() {
    assertThat(page()).contains("The built-in policy is in force. These of its rules are about");
    desk.policy("{'id':'others','effect':'allow','provider':'openai'}");
    assertThat(page())
        .contains(
            "Version 1 is in force. None of its rules is about calls to Anthropic, so all of them are refused.")
        .doesNotContain("These of its rules");
    assertThat(
            desk.post(
                    "/v1/messages",
                    "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[]}")
                .statusCode())
        .as("and so it is")
        .isEqualTo(403);
    assertThat(site.body("/organizations/acme/model-providers")).doesNotContain("Codex");
  }

  @Test
  void aKeyThatNobodyCouldVerifyIsToldAsThat() {
    provider.behave(answering(500, "application/json", "{}"));
    var key = Map.of("method", "byo", "token", "sk-ant-0123456789abcdwxyz");
    var connected = ana.submit(PAGE + "/connect", key);
    assertThat(connected.statusCode()).isEqualTo(303);
    String after = ana.get(connected.headers().firstValue("Location").orElseThrow()).body();
    assertThat(after)
        .contains("The key was saved, but not verified: Anthropic could not be asked")
        .contains("<span class=\"sign sign-fair\">Not verified</span>", "…wxyz")
        .doesNotContain("Accepted by the provider");

    provider.behave(answering(200, "application/json", "{\"data\":[]}"));
    var form = FORGET.matcher(ana.get(PAGE + "/key").body());
    assertThat(form.find()).isTrue();
    var other = Map.of("token", "sk-ant-0123456789abcdzzzz", "forget", form.group(1));
    assertThat(ana.submit(PAGE + "/key", other).statusCode()).isEqualTo(303);
    assertThat(page()).contains("Accepted by the provider", "…zzzz").doesNotContain("Not verified");
  }

  @Test
  void withoutTheOperatorsKeyItIsNotReadyAndCanBeDisabled() throws IOException {
    desk.put("model-providers/anthropic/fallback", "{\"method\":\"hosted\"}");
    assertThat(page()).contains(">Ready<");
    desk.restartWithoutKeys();
    var walker = new Walker(desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
    assertThat(walker.get(PAGE).body())
        .contains("The operator of this server has set no key for it")
        .doesNotContain(">Ready<");
    assertThat(walker.get("/organizations/acme/model-providers").body()).contains("No hosted key");
    assertThat(walker.submit(PAGE + "/enabled", PAGE, Map.of("enabled", "false")).statusCode())
        .isEqualTo(303);
    for (String path : List.of("model-providers/anthropic", "model-providers/anthropic/fallback")) {
      assertThat(desk.put(path, "{\"enabled\":false}").statusCode()).as(path).isEqualTo(200);
      assertThat(desk.put(path, "{\"enabled\":true}").statusCode()).as(path).isEqualTo(422);
    }
    assertThat(walker.get(PAGE).body()).contains(">Disabled<");
  }
}
