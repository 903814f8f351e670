package dev.bridle.web;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnBothEngines
class SignInPageTest {
  private final RunningBridle bridle;
  private final Walker walker;

  SignInPageTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    bridle.setUpForPeople();
    walker = bridle.walker();
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private HttpResponse<String> signIn(String email, String password) {
    return walker.submit("/login", Map.of("email", email, "password", password));
  }

  private static String location(HttpResponse<String> came) {
    return came.headers().firstValue("Location").orElse("");
  }

  @Test
  void whoHasNotSignedInIsAskedToAndThenLedOn() {
    var sent = walker.get("/organizations/acme/settings?a=b%26c");
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(location(sent))
        .isEqualTo("/login?to=%2Forganizations%2Facme%2Fsettings%3Fa%3Db%2526c");

    assertThat(walker.get(location(sent)).body())
        .contains("name=\"to\" value=\"/organizations/acme/settings?a=b%26c\"");
  }

  @Test
  void theRightPasswordLetsIn() {
    var came =
        walker.submit(
            "/login", Map.of("email", " Ana@Example.com", "password", PASSWORD, "to", "/acme"));
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(location(came)).isEqualTo("/acme");
    assertThat(walker.get("/acme").body()).contains("Ana Torres");
    assertThat(location(walker.get("/login?to=/acme"))).isEqualTo("/acme");
  }

  @Test
  void wrongOnesAreToldAlike() {
    var wrong = signIn(ANA, "not the password");
    var unknown = signIn("nobody@example.com", PASSWORD);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("don't belong together", "value=\"" + ANA + "\"");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body().replace("nobody@example.com", ANA)).isEqualTo(wrong.body());
    assertThat(wrong.body()).doesNotContain("not the password");
  }

  @Test
  void whoFailsTooOftenIsNotEvenTried() {
    for (int i = 0; i < 10; i++) {
      signIn(ANA, "guess " + i);
    }
    var came = signIn(ANA, PASSWORD);
    assertThat(came.statusCode()).isEqualTo(429);
    assertThat(came.body()).contains("quarter of an hour");
    assertThat(signIn(BEN, PASSWORD).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", ""})
  void nobodyIsLedElsewhere(String to) {
    var came = walker.submit("/login", Map.of("email", ANA, "password", PASSWORD, "to", to));
    assertThat(location(came)).isEqualTo("/");
  }

  @Test
  void theCookieIsOnlyForThisServersPages() {
    var came = signIn(ANA, PASSWORD);
    assertThat(came.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .matches("bridle=brdw_[0-9A-Za-z]{38}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
  }

  @Test
  void behindHttpsTheCookieIsNoOthers() {
    try (var secure =
        RunningBridle.start(Engine.SQLITE, Map.of("public-url", "https://ci.example.com"))) {
      var direct = new Walker(secure.localUrl());
      var came = direct.get("/login");
      assertThat(came.headers().allValues("Set-Cookie"))
          .singleElement()
          .asString()
          .matches("__Host-bridle-guest=brdv_\\w+; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
  }

  private String auditLog() {
    var ana = bridle.walker().signedIn(ANA, PASSWORD);
    return ana.get("/organizations/acme/audit-log").body();
  }

  private static int times(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  @Test
  void signingInAndOutIsAudited() {
    signIn(BEN, PASSWORD);
    walker.submit("/logout", "/acme", Map.of());
    String log = auditLog();
    assertThat(log)
        .contains(
            "<strong><bdi>Ben Okafor</bdi></strong> signed in as",
            "<strong><bdi>Ben Okafor</bdi></strong> signed out")
        .contains("<pre class=\"is\">password</pre>")
        .doesNotContain("brdw_", PASSWORD);
  }

  @Test
  void whoIsRefusedForGuessingStandsInTheAuditLogOnce() {
    for (int i = 0; i < 15; i++) {
      signIn(BEN, "guess " + i);
      signIn("nobody@example.com", "guess " + i);
    }
    String log = auditLog();
    assertThat(times(log, "failed too often to sign in as")).isEqualTo(1);
    assertThat(log)
        .contains("<strong><bdi>guest</bdi></strong>")
        .doesNotContain("guess", "nobody@");
  }

  @Test
  void signingInAgainIsAnotherSession() {
    signIn(ANA, PASSWORD);
    String first = session();
    walker.submit("/login", "/acme", Map.of("email", ANA, "password", PASSWORD));
    assertThat(session()).isNotEqualTo(first);
    assertThat(status("bridle=" + first)).isEqualTo(303);
  }

  @Test
  void whoSignsOutIsOutEverywhereTheCookieWas() {
    signIn(ANA, PASSWORD);
    String cookie = session();
    assertThat(walker.submit("/logout", "/acme", Map.of()).statusCode()).isEqualTo(303);
    assertThat(status("bridle=" + cookie)).isEqualTo(303);
    assertThat(walker.get("/acme").statusCode()).isEqualTo(303);
  }

  private String session() {
    return walker.cookies().stream()
        .filter(cookie -> cookie.getName().equals("bridle"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElseThrow();
  }

  private int status(String cookie) {
    return bridle.walker().get("/acme", "Cookie", cookie).statusCode();
  }
}
