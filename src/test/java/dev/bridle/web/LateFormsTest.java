package dev.bridle.web;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms that come after their sign-in has ended: nothing is done, and nothing typed is lost. */
class LateFormsTest {
  private static final String PROFILE = "/user/settings";
  private static final String[] FROM_HERE = {"Sec-Fetch-Site", "same-origin"};
  private static final String HOSTILE = "\"><script>alert(1)</script>";
  private static final Pattern PASSWORD_FIELD =
      Pattern.compile("name ?= ?\"(\\w+)\"[^>)]*?type ?= ?\"password\"");

  private final RunningBridle bridle = RunningBridle.start();
  private final Walker ana;

  LateFormsTest() {
    bridle.setUpForPeople();
    ana = bridle.walker().signedIn(ANA, PASSWORD);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private HttpResponse<String> sent(String path, Map<String, String> fields) {
    return ana.post(path, fields, FROM_HERE);
  }

  private static String token(HttpResponse<String> page) {
    return page.body().replaceAll("(?s).*<main.*?name=\"form_token\" value=\"([^\"]*)\".*", "$1");
  }

  @Test
  void whoeverIsSignedOutGetsBackWhatTheyTypedAndSendsItAgain() {
    ana.submit("/logout", "/acme", Map.of());
    var typed = Map.of("name", "Ana the Late", "form_token", "of before");
    var out = sent(PROFILE, typed);
    assertThat(out.statusCode()).isEqualTo(401);
    assertThat(out.body())
        .contains("You are signed out", "target=\"_blank\"", "Ana the Late", "Send again")
        .contains("action=\"" + PROFILE + "\"")
        .doesNotContain("of before");
    ana.signedIn(ANA, PASSWORD);
    var old = sent(PROFILE, typed);
    assertThat(old.statusCode()).isEqualTo(403);
    assertThat(old.body()).contains("This page was too old", "Ana the Late");
    assertThat(ana.get(PROFILE).body()).doesNotContain("Ana the Late");
    var again = sent(PROFILE, Map.of("name", "Ana the Late", "form_token", token(old)));
    assertThat(again.statusCode()).isEqualTo(303);
    assertThat(ana.get(PROFILE).body()).contains("Ana the Late");
  }

  @Test
  void linesAndMarkupComeBackAsTheyWereTyped() {
    var old =
        sent(
            "/acme/x/builds/new?from=page",
            Map.of("env", "A=1\r\nB=<2>", "message", HOSTILE, "commit", ""));
    assertThat(old.statusCode()).isEqualTo(403);
    assertThat(old.body())
        .containsPattern("<textarea[^>]*name=\"env\"[^>]*readonly[^>]*>\nA=1\r?\nB=&lt;2&gt;")
        .contains("action=\"/acme/x/builds/new?from=page\"", "type=\"hidden\" name=\"commit\"")
        .doesNotContain("<script>alert");
  }

  @Test
  void secretsAreNeverShownAgain() {
    var secrets =
        Map.of(
            "old_password", "first-1", "password", "second-2", "token", "third-3", "name", "kept");
    for (int i = 0; i < 2; i++) {
      var came = sent("/user/password", secrets);
      assertThat(came.statusCode()).isEqualTo(i == 0 ? 403 : 401);
      assertThat(came.body())
          .contains(
              i == 0 ? "they must be typed again" : "except passwords and keys",
              i == 0
                  ? "name=\"old_password\" type=\"password\""
                  : "type=\"hidden\" name=\"old_password\" value=\"\"",
              "kept")
          .doesNotContain("first-1", "second-2", "third-3");
      ana.submit("/logout", "/acme", Map.of());
    }
  }

  @Test
  void whatCameWithALinkGoesOnUnseen() {
    var link = sent("/login/link", Map.of("token", "brdl_of-the-link", "to", "/acme"));
    assertThat(link.statusCode()).isEqualTo(403);
    assertThat(link.body())
        .contains("type=\"hidden\" name=\"token\" value=\"brdl_of-the-link\"")
        .contains("form of <strong>Sign in</strong>")
        .doesNotContain("type=\"password\"", "must be typed again");
    var setup = sent("/setup", Map.of("secret", "brds_x", "password", "typed", "name", "Ana"));
    assertThat(setup.body())
        .contains("type=\"hidden\" name=\"secret\" value=\"brds_x\"", "value=\"Ana\"")
        .contains("name=\"password\" type=\"password\"")
        .doesNotContain("value=\"typed\"");
    for (String site : new String[] {"cross-site", "same-site", "none"}) {
      assertThat(
              ana.post("/login/link", Map.of("token", "brdl_smuggled"), "Sec-Fetch-Site", site)
                  .body())
          .doesNotContain("brdl_smuggled");
    }
  }

  @Test
  void thePageSaysOfWhatTheFormIs() {
    Map.of(
            "/organizations/acme/users/x/remove", "Users",
            "/organizations/acme/clusters/x/agents", "Agents",
            "/user/password", "Password",
            "/acme/analysis/builds/1/cancel", "Pipelines",
            "/organizations/acme/model-providers/anthropic", "Model Providers")
        .forEach((path, name) -> assertThat(Place.of(path).label()).as(path).isEqualTo(name));
    assertThat(Place.of("/organizations/acme/unknown")).isEqualTo(Place.NOWHERE);
    assertThat(sent("/user/password", Map.of("a", "b")).body())
        .contains("form of <strong>Password</strong>");
  }

  @Test
  void everyFieldOfASecretIsKnownAsOne() throws IOException {
    try (var files = Files.walk(Path.of("src/main/jte"))) {
      var names =
          files
              .filter(file -> file.toString().endsWith(".jte"))
              .filter(file -> !file.endsWith("late-form.jte"))
              .flatMap(file -> PASSWORD_FIELD.matcher(read(file)).results())
              .map(found -> found.group(1))
              .toList();
      assertThat(names)
          .contains("password", "old_password", "token")
          .allMatch(name -> new LateForms.Field(name, "").isSecret());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatAnotherSiteSendsIsNotShownAgain() {
    var typed = Map.of("name", "smuggled");
    for (String site : new String[] {"cross-site", "same-site", "none"}) {
      var came = ana.post(PROFILE, typed, "Sec-Fetch-Site", site);
      assertThat(came.statusCode()).isEqualTo(403);
      assertThat(came.body()).contains("another site").doesNotContain("smuggled");
    }
    ana.submit("/logout", "/acme", Map.of());
    for (String origin : new String[] {"https://evil.test", "null"}) {
      var came = ana.post(PROFILE, typed, "Origin", origin);
      assertThat(came.statusCode()).as(origin).isEqualTo(303);
      assertThat(came.body()).doesNotContain("smuggled");
    }
    assertThat(ana.post(PROFILE, typed).statusCode()).isEqualTo(303);
    assertThat(ana.post(PROFILE, typed, "Origin", bridle.url()).statusCode()).isEqualTo(401);
  }

  @Test
  void whatIsNoFormIsRefusedToWhoeverIsSignedOut() {
    ana.submit("/logout", "/acme", Map.of());
    assertThat(sent(PROFILE, Map.of("a", "x".repeat(1 << 20))).statusCode()).isEqualTo(413);
    assertThat(ana.send("POST", PROFILE, "application/json", "{}").statusCode()).isEqualTo(303);
  }
}
