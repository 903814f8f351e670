package dev.bridle.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Route;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What browsers are told with every page, file, error and cookie that there is: to run and frame
 * nothing but ours, to guess no type, to keep nothing, and to give cookies to nobody else.
 */
@OnBothEngines
class EveryAnswerIsSafeTest {
  private static final Map<String, String> OF_PAGES =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** What the policy would stop: a script, a style or a handler that stands within the page. */
  private static final Pattern INLINE =
      Pattern.compile("<script(?!.* src=\"\")|<style| (style|on\\w+)\\b|\"javascript:");

  private static final Pattern TAG = Pattern.compile("<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>");

  private static final String COOKIE =
      "bridle(-guest|-errand)?=[^;]*; Path=/; HttpOnly; SameSite=Lax(; Max-Age=\\d+)?";

  private final FullSite site;

  EveryAnswerIsSafeTest(Engine engine) {
    site = new FullSite(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Walker signedIn(String email) {
    return site.bridle.walker().signedIn(email, RunningBridle.PASSWORD);
  }

  /** Addresses at which nothing is but the organization. */
  private List<String> nowhere(String method) {
    return site.bridle.routes().stream()
        .filter(route -> route.method().equals(method))
        .filter(route -> route.caller().matches("VISITOR|PERSON.*"))
        .map(Route::path)
        .map(path -> path.replace("{organization}", "acme").replaceAll("\\{[^}]*}", "x"))
        .toList();
  }

  private static void isSafe(String what, HttpResponse<String> came) {
    assertThat(came.statusCode()).as(what).isLessThan(500);
    assertThat(came.headers().allValues("Set-Cookie"))
        .as(what)
        .allMatch(one -> one.matches(COOKIE));
    if (came.headers().firstValue("Content-Disposition").isPresent()) {
      isFile(what, came.headers());
    } else if (came.statusCode() == 303) {
      var to = came.headers().firstValue("Location").orElse("");
      assertThat(to).as(what).startsWith("/").doesNotStartWith("//");
      assertThat(came.headers().firstValue("Cache-Control")).as(what).contains("no-store");
    } else {
      assertThat(came.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      OF_PAGES.forEach((name, value) ->
          assertThat(came.headers().allValues(name)).as(what).containsExactly(value));
      assertThat(tags(came.body()).filter(tag -> INLINE.matcher(tag).find())).as(what).isEmpty();
    }
  }

  /** Without what stands in their attributes, but for scripts that a link would run. */
  private static Stream<String> tags(String body) {
    return TAG.matcher(body)
        .results()
        .map(tag -> tag.group().replaceAll("\"(?!javascript:)[^\"]*\"|'[^']*'", "\"\""));
  }

  private static void isFile(String what, HttpHeaders headers) {
    assertThat(headers.firstValue("Content-Type").orElse("")).as(what).doesNotContain("html");
    assertThat(headers.allValues("X-Content-Type-Options")).as(what).containsExactly("nosniff");
    assertThat(headers.allValues("Cache-Control")).as(what).containsExactly("no-store");
  }

  @Test
  void everyPageIsThere() {
    var ana = signedIn(RunningBridle.ANA);
    for (var page : site.pages()) {
      var came = (page.forGuests() ? site.bridle.walker() : ana).get(page.path());
      assertThat(came.statusCode()).as(page.path()).isIn(200, 303);
      isSafe(page.path(), came);
    }
  }

  @Test
  void soIsWhatIsNoPage() throws IOException {
    var ana = signedIn(RunningBridle.ANA);
    assertThat(site.addressesOfOthers()).hasSizeGreaterThan(5);
    for (String address : site.addressesOfOthers()) {
      var came = ana.open(address);
      came.body().close();
      if (address.contains("/panels/")) {
        // By itself it leads to its page.
        assertThat(came.statusCode()).as(address).isEqualTo(303);
        isSafe(address, ana.get(address));
        assertThat(ana.panel(address).statusCode()).as(address).isEqualTo(200);
        isSafe(address, ana.panel(address));
        continue;
      }
      assertThat(came.statusCode()).as(address).isEqualTo(200);
      if (came.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
        isSafe(address, ana.get(address));
      } else {
        isFile(address, came.headers());
      }
    }
  }

  @Test
  void soIsWhatEveryPageSaysOfAMistake() {
    var ana = signedIn(RunningBridle.ANA);
    var ben = signedIn(RunningBridle.BEN);
    for (String path : nowhere("GET")) {
      isSafe("Ana at " + path, ana.get(path));
      isSafe("Ben at " + path, ben.get(path));
      isSafe("Nobody at " + path, site.bridle.walker().get(path));
      isSafe("Ana at " + path + " of others", ana.get(path.replace("acme", "other")));
      isSafe("Ana deletes " + path, ana.send("DELETE", path, "text/plain", ""));
    }
  }

  @Test
  void soIsWhatEveryFormSaysOfAMistake() {
    var ana = signedIn(RunningBridle.ANA);
    var token = Map.of("form_token", ana.formToken("/acme"));
    for (String path : nowhere("POST")) {
      isSafe("no token at " + path, ana.post(path, Map.of("a", "b")));
      isSafe("no form at " + path, ana.send("POST", path, "application/json", "{"));
      isSafe("nobody at " + path, site.bridle.walker().post(path, token));
      if (!path.equals("/logout")) {
        isSafe("nothing typed at " + path, ana.post(path, token));
      }
    }
    assertThat(ana.get("/acme").statusCode()).as("still signed in").isEqualTo(200);
    isSafe("signed out", ana.post("/logout", token));
  }

  @Test
  void soIsEveryCookie() {
    var guest = site.bridle.walker();
    var token = guest.formToken("/login");
    var fields = Map.of("form_token", token, "email", RunningBridle.ANA);
    var wrong = guest.post("/login", fields);
    assertThat(wrong.statusCode()).isEqualTo(401);
    isSafe("no password", wrong);
    var again = site.bridle.walker().get("/login");
    assertThat(again.headers().allValues("Set-Cookie")).hasSize(1);
    isSafe("a first visit", again);
    var ana = signedIn(RunningBridle.ANA);
    assertThat(ana.cookies()).isNotEmpty().allMatch(cookie -> cookie.isHttpOnly());
  }
}
