package dev.bridle.web;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms that other sites make, or send, do nothing. */
class FormCheckTest {
  private static final String LOGOUT = "/logout";

  private final RunningBridle bridle = RunningBridle.start();
  private final Walker ana;

  FormCheckTest() {
    bridle.setUpForPeople();
    ana = bridle.walker().signedIn(ANA, PASSWORD);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private int signOut(String... headers) {
    return ana.post(LOGOUT, Map.of("form_token", ana.formToken("/acme")), headers).statusCode();
  }

  private boolean stillIn() {
    return ana.get("/acme").statusCode() == 200;
  }

  @Test
  void aFormOfOurOwnPassesWhateverTheBrowserTells() {
    assertThat(signOut("Sec-Fetch-Site", "same-origin", "Origin", bridle.url())).isEqualTo(303);
    assertThat(stillIn()).isFalse();
  }

  @Test
  void anOldBrowserTellsOnlyTheOrigin() {
    assertThat(signOut("Origin", bridle.url())).isEqualTo(303);
  }

  @Test
  void whatOtherSitesSendIsRefused() {
    assertThat(signOut("Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(signOut("Sec-Fetch-Site", "same-site")).isEqualTo(403);
    assertThat(signOut("Origin", "https://evil.test")).isEqualTo(403);
    assertThat(signOut("Origin", "null")).isEqualTo(403);
    assertThat(stillIn()).isTrue();
  }

  @Test
  void withoutTheTokenNothingIsDone() {
    var came = ana.post(LOGOUT, Map.of());
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(came.body()).contains("too old");
    assertThat(ana.post(LOGOUT, Map.of("form_token", "x")).statusCode()).isEqualTo(403);
    assertThat(stillIn()).isTrue();
  }

  @Test
  void someoneElsesTokenIsNone() {
    String other = bridle.walker().signedIn(ANA, PASSWORD).formToken("/acme");
    assertThat(ana.post(LOGOUT, Map.of("form_token", other)).statusCode()).isEqualTo(403);
    assertThat(stillIn()).isTrue();
  }

  @Test
  void nobodyIsSignedInByAFormOfAnotherSite() {
    var fields = Map.of("email", ANA, "password", PASSWORD);
    var victim = bridle.walker();
    assertThat(victim.post("/login", fields).statusCode()).isEqualTo(403);
    var withForeignToken = new HashMap<>(fields);
    withForeignToken.put("form_token", bridle.walker().formToken("/login"));
    assertThat(victim.post("/login", withForeignToken).statusCode()).isEqualTo(403);
  }

  @Test
  void onlyFormsAreTaken() {
    assertThat(ana.send("POST", LOGOUT, "application/json", "{}").statusCode()).isEqualTo(415);
    assertThat(ana.send("POST", LOGOUT, "text/plain", "a=b").statusCode()).isEqualTo(415);
  }

  @Test
  void hugeFormsAreRefused() {
    String type = "application/x-www-form-urlencoded";
    assertThat(ana.send("POST", LOGOUT, type, "a=" + "x".repeat(1 << 20)).statusCode())
        .isEqualTo(413);
    assertThat(ana.send("POST", LOGOUT, type, "a=b&".repeat(2000)).statusCode()).isEqualTo(413);
    assertThat(ana.send("POST", LOGOUT, type, "a=%zz").statusCode()).isEqualTo(400);
    assertThat(stillIn()).isTrue();
  }

  @Test
  void signingOutIsNotALink() {
    assertThat(ana.get(LOGOUT).statusCode()).isEqualTo(405);
    assertThat(stillIn()).isTrue();
  }
}
