package dev.bridle.web;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.http.Route;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets to see every page that there is, also those that come later. */
@OnBothEngines
class EveryPageTest {
  private static final String ADMINISTRATORS = "This page is for administrators.";

  private final RunningBridle bridle;

  EveryPageTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    bridle.setUpForPeople();
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private List<String> paths(String method, String callers) {
    var paths =
        bridle.routes().stream()
            .filter(route -> route.method().equals(method) && route.caller().matches(callers))
            .map(Route::path)
            .map(path -> path.replace("{organization}", "acme").replaceAll("\\{[^}]*}", "x"))
            .toList();
    assertThat(paths).isNotEmpty();
    return paths;
  }

  private Walker ben() {
    return bridle.walker().signedIn(BEN, PASSWORD);
  }

  @Test
  void aMemberSeesNoPageOfAdministrators() {
    var ben = ben();
    for (String path : paths("GET", "PERSON:ADMIN")) {
      var came = ben.get(path);
      assertThat(came.statusCode()).as(path).isEqualTo(403);
      assertThat(came.body()).as(path).contains(ADMINISTRATORS);
    }
  }

  @Test
  void aMemberSendsNoFormOfAdministrators() {
    var ben = ben();
    var fields = Map.of("form_token", ben.formToken("/acme"));
    for (String path : paths("POST", "PERSON:ADMIN")) {
      var came = ben.post(path, fields);
      assertThat(came.statusCode()).as(path).isEqualTo(403);
      assertThat(came.body()).as(path).contains(ADMINISTRATORS);
    }
  }

  @Test
  void noFormIsTakenWithoutItsToken() {
    var ana = bridle.walker().signedIn(ANA, PASSWORD);
    for (String path : paths("POST", "PERSON.*|VISITOR")) {
      for (Map<String, String> fields : List.of(Map.of("a", "b"), Map.of("form_token", "x"))) {
        var came = ana.post(path, fields);
        assertThat(came.statusCode()).as(path).isEqualTo(403);
        assertThat(came.body()).as(path).contains("This form is too old");
      }
    }
    assertThat(ana.get("/acme").statusCode()).as("still signed in").isEqualTo(200);
  }

  @Test
  void whoeverHasNotSignedInIsSentToSignIn() {
    var nobody = bridle.walker();
    for (String path : paths("GET", "PERSON.*")) {
      var came = nobody.get(path);
      assertThat(came.statusCode()).as(path).isEqualTo(303);
      assertThat(came.headers().firstValue("Location").orElse("")).as(path).startsWith("/login?");
    }
    for (String path : paths("POST", "PERSON.*")) {
      assertThat(nobody.post(path, Map.of("a", "b")).headers().firstValue("Location"))
          .as(path)
          .contains("/login?to=%2F");
    }
  }
}
