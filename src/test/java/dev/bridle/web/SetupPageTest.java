package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.organization.SetupSecret;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class SetupPageTest {
  private static final Map<String, String> WANTED =
      Map.of(
          "organization_name", "Acme Corporation",
          "organization", "",
          "name", "Ana",
          "email", "ana@example.com",
          "password", "a long enough password");

  private final RunningBridle bridle;
  private final Walker walker;
  private final String link;

  SetupPageTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    walker = bridle.walker();
    link = "/setup?secret=" + bridle.setupSecret();
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private HttpResponse<String> setUp(String... changed) {
    return setUp(walker, changed);
  }

  private HttpResponse<String> setUp(Walker by, String... changed) {
    var fields = new HashMap<>(WANTED);
    fields.put("secret", link.substring(link.indexOf('=') + 1));
    for (int i = 0; i < changed.length; i += 2) {
      fields.put(changed[i], changed[i + 1]);
    }
    return by.submit("/setup", "/login", fields);
  }

  @Test
  void theLinkLeadsToAFormThatMakesEverything() {
    assertThat(walker.get(link).statusCode()).isEqualTo(200);
    var came = setUp();
    assertThat(came.statusCode()).isEqualTo(200);
    assertThat(came.body()).contains("brdc_", "brdu_", bridle.url() + "/v3", "/acme-corporation");
    assertThat(walker.get("/organizations/acme-corporation/settings").body())
        .contains("Acme Corporation");
    assertThat(SetupSecret.file(bridle.data())).doesNotExist();
  }

  @Test
  void theAdministratorCanSignInAfterwards() {
    setUp();
    bridle.walker().signedIn("ana@example.com", "a long enough password");
  }

  @Test
  void aSecretThatCanNotBeDeletedTakesNothingAway() throws Exception {
    var file = SetupSecret.file(bridle.data());
    Files.delete(file);
    // A folder with something in it can't be deleted, whoever runs the test.
    Files.createDirectories(file.resolve("in-the-way"));
    var came = setUp();
    assertThat(came.statusCode()).isEqualTo(200);
    assertThat(came.body()).contains("brdc_", "brdu_");
  }

  @Test
  void theLinkIsGoodOnce() {
    setUp();
    assertThat(walker.get(link).statusCode()).isEqualTo(409);
    assertThat(setUp(bridle.walker()).statusCode()).isEqualTo(409);
  }

  @Test
  void withoutTheSecretThereIsNoForm() {
    assertThat(walker.get("/setup").statusCode()).isEqualTo(403);
    assertThat(walker.get("/setup?secret=brds_x").statusCode()).isEqualTo(403);
    assertThat(setUp("secret", "brds_x").statusCode()).isEqualTo(403);
    assertThat(walker.get(link).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsWrongIsToldAtItsFieldAndTheRestStays() {
    var came = setUp("password", "short");
    assertThat(came.statusCode()).isEqualTo(422);
    assertThat(came.body())
        .contains("Must be 10 to 200 characters long.", "value=\"Acme Corporation\"")
        .doesNotContain("value=\"short\"");
    assertThat(setUp("email", "ana").body()).contains("Must be an e-mail address");
    for (String field : new String[] {"name", "organization_name"}) {
      var tooLong = setUp(field, "x".repeat(101));
      assertThat(tooLong.statusCode()).as(field).isEqualTo(422);
      assertThat(tooLong.body()).as(field).contains("longer than 100 characters");
    }
    assertThat(setUp("organization", "login").body()).contains("is an address of the server");
    assertThat(setUp("organization", "a b").statusCode()).isEqualTo(422);
    assertThat(setUp("organization_name", "").body()).contains("Must be given.");
    assertThat(setUp().statusCode()).isEqualTo(200);
  }

  @Test
  void aNameInAnotherScriptNeedsAShortNameAndIsToldSoThere() {
    var came = setUp("organization_name", "Компания");
    assertThat(came.statusCode()).isEqualTo(422);
    String shortName = came.body().substring(came.body().indexOf("Short name"));
    assertThat(shortName.substring(0, shortName.indexOf("Your name")))
        .contains("Must be given too for this name, of letters a-z, digits and hyphens.");
    var bad = setUp("organization", "a b").body();
    assertThat(bad.substring(bad.indexOf("Short name"), bad.indexOf("Your name")))
        .contains("Must be at most 100 letters, digits and hyphens");
    assertThat(setUp("organization_name", "Компания", "organization", "co").statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoSendsItTwiceIsToldWhereTokensAreMade() {
    assertThat(walker.get(link).body()).contains("data-waits=\"Setting up…\"", "waiting.js");
    setUp();
    var again = setUp(bridle.walker());
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body())
        .contains("already set up", "href=\"/login\"", "Agent Tokens", "API Access Tokens");
  }

  @Test
  void ofManyAtOnceOneBecomesAdministrator() throws Exception {
    var tries =
        IntStream.range(0, 6)
            .<Callable<Integer>>mapToObj(
                i -> () -> setUp(bridle.walker(), "email", "p" + i + "@example.com").statusCode())
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = threads.invokeAll(tries).stream().map(f -> f.resultNow()).sorted().toList();
      assertThat(statuses).containsExactly(200, 409, 409, 409, 409, 409);
    }
  }

  @Test
  void aNewServerTellsAtItsDoorHowItIsSetUp() {
    assertThat(walker.get("/login").body()).contains("This server is new");
    setUp();
    assertThat(bridle.walker().get("/login").body()).doesNotContain("This server is new");
  }
}
