package dev.bridle.web.people;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people change about themselves, and what nobody changes about others. */
@OnBothEngines
class PersonalPagesTest {
  private static final Pattern REVOKE =
      Pattern.compile("action=\"(/user/[a-z-]+/[0-9a-f-]+/revoke)\"");

  private final RunningBridle bridle;
  private final Walker ana;

  PersonalPagesTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    bridle.setUpForPeople();
    ana = bridle.walker().signedIn(ANA, PASSWORD);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private static List<String> revocations(HttpResponse<String> page) {
    return REVOKE.matcher(page.body()).results().map(found -> found.group(1)).toList();
  }

  @Test
  void aNameIsChanged() {
    assertThat(ana.submit("/user/settings", Map.of("name", "  Ana <b>T</b> ")).statusCode())
        .isEqualTo(303);
    assertThat(ana.get("/user/settings").body()).contains("Ana &lt;b&gt;T&lt;/b&gt;");
    assertThat(ana.submit("/user/settings", Map.of("name", " ")).statusCode()).isEqualTo(422);
    var tooLong = ana.submit("/user/settings", Map.of("name", "x".repeat(101)));
    assertThat(tooLong.statusCode()).isEqualTo(422);
    assertThat(tooLong.body()).contains("Must be 1 to 100 characters long.", "x".repeat(101));
  }

  private HttpResponse<String> change(String old, String wanted) {
    return ana.submit("/user/password", Map.of("old_password", old, "password", wanted));
  }

  @Test
  void aPasswordIsChangedByWhoKnowsTheOldOne() {
    var elsewhere = bridle.walker().signedIn(ANA, PASSWORD);
    assertThat(change(PASSWORD, "an even longer password").statusCode()).isEqualTo(303);
    assertThat(ana.get("/acme").statusCode()).isEqualTo(200);
    assertThat(elsewhere.get("/acme").statusCode()).as("signed out elsewhere").isEqualTo(303);
    bridle.walker().signedIn(ANA, "an even longer password");
  }

  @Test
  void aWrongOldPasswordIsToldAtItsField() {
    var came = change("not the password", "an even longer password");
    assertThat(came.statusCode()).isEqualTo(422);
    assertThat(came.body())
        .contains("Is not your password of now.")
        .doesNotContain("not the password\"", "an even longer password");
    assertThat(change(PASSWORD, "short").body()).contains("Must be 10 to 200 characters long.");
    bridle.walker().signedIn(ANA, PASSWORD);
  }

  @Test
  void guessingTheOldPasswordIsCounted() {
    for (int i = 0; i < 10; i++) {
      change("guess " + i, "an even longer password");
    }
    assertThat(change(PASSWORD, "an even longer password").statusCode()).isEqualTo(429);
  }

  @Test
  void anotherBrowserIsSignedOut() {
    var elsewhere = bridle.walker().signedIn(ANA, PASSWORD);
    var others = revocations(ana.get("/user/sessions"));
    assertThat(others).as("not the one that looks").hasSize(1);
    ana.submit(others.getFirst(), "/user/sessions", Map.of());
    assertThat(elsewhere.get("/acme").statusCode()).isEqualTo(303);
    assertThat(ana.get("/acme").statusCode()).isEqualTo(200);
  }

  @Test
  void allOthersAreSignedOut() {
    var first = bridle.walker().signedIn(ANA, PASSWORD);
    var second = bridle.walker().signedIn(ANA, PASSWORD);
    var ben = bridle.walker().signedIn(BEN, PASSWORD);
    ana.submit("/user/sessions/revoke-others", "/user/sessions", Map.of());
    assertThat(first.get("/acme").statusCode()).isEqualTo(303);
    assertThat(second.get("/acme").statusCode()).isEqualTo(303);
    assertThat(ben.get("/acme").statusCode()).isEqualTo(200);
    assertThat(ana.get("/acme").statusCode()).isEqualTo(200);
  }

  @Test
  void nobodyEndsTheSessionOfAnother() {
    var elsewhere = bridle.walker().signedIn(ANA, PASSWORD);
    String path = revocations(ana.get("/user/sessions")).getFirst();
    bridle.walker().signedIn(BEN, PASSWORD).submit(path, "/user/sessions", Map.of());
    assertThat(elsewhere.get("/acme").statusCode()).isEqualTo(200);
  }

  private static String shown(HttpResponse<String> page) {
    return page.body().replaceAll("(?s).*(brdu_\\w{38}).*", "$1");
  }

  @Test
  void anApiTokenIsMadeAndRevoked() {
    String path = "/user/api-access-tokens";
    var made =
        ana.submit(path, Map.of("description", "Laptop", "scopes", "read_user", "days", "7"));
    String token = shown(made);
    assertThat(bridle.as(token).get("/v2/user").status()).isEqualTo(200);
    assertThat(bridle.as(token).get("/v2/organizations/acme/pipelines").status()).isEqualTo(403);
    var list = ana.get(path);
    assertThat(list.body()).contains("Laptop", "read_user").doesNotContain(token);
    ana.submit(revocations(list).getFirst(), path, Map.of());
    assertThat(bridle.as(token).get("/v2/user").status()).isEqualTo(401);
  }

  @Test
  void aWrongWishForATokenKeepsWhatWasTyped() {
    String path = "/user/api-access-tokens";
    var none = ana.submit(path, Map.of("description", "Laptop", "days", "7"));
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(none.body()).contains("Choose at least one.", "value=\"Laptop\"");
    var unknown = Map.of("description", "x", "days", "7", "scopes", "everything");
    assertThat(ana.submit(path, unknown).statusCode()).isEqualTo(422);
    var odd = Map.of("description", "x", "days", "99999", "scopes", "read_user");
    assertThat(ana.submit(path, odd).statusCode()).isEqualTo(422);
    assertThat(ana.submit(path, Map.of("days", "7", "scopes", "read_user")).statusCode())
        .isEqualTo(422);
  }

  @Test
  void nobodyRevokesTheTokenOfAnother() {
    String path = "/user/api-access-tokens";
    String token =
        shown(ana.submit(path, Map.of("description", "x", "scopes", "read_user", "days", "0")));
    String revoke = revocations(ana.get(path)).getFirst();
    bridle.walker().signedIn(BEN, PASSWORD).submit(revoke, path, Map.of());
    assertThat(bridle.as(token).get("/v2/user").status()).isEqualTo(200);
  }
}
