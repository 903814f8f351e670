package dev.bridle.web.people;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.organization.OperatorSecret;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links that sign in whoever has forgotten their password. */
@OnBothEngines
class SignInLinkTest {
  private final RunningBridle bridle;
  private final String apiToken;

  SignInLinkTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    apiToken = bridle.setUpForPeople().path("api_token").asString();
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private String secret() {
    try {
      return Files.readString(OperatorSecret.file(bridle.data()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String link(String email, String to) {
    var made =
        bridle.as(secret()).post("/v2/sign-in-links", Map.of("email", email, "to", to)).json();
    var address = URI.create(made.path("url").asString());
    return address.getRawPath() + "?" + address.getRawQuery();
  }

  private static HttpResponse<String> use(Walker walker, String link) {
    return walker.submit(
        "/login/link",
        link,
        Map.of("token", link.replaceAll(".*token=(\\w+).*", "$1"), "to", "/acme"));
  }

  @Test
  void aLinkSignsInOnce() {
    String link = link(ANA, "/acme");
    var walker = bridle.walker();
    assertThat(walker.get(link).body()).contains("Ana Torres", "value=\"/acme\"");
    var came = use(walker, link);
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(came.headers().firstValue("Location")).contains("/acme");
    assertThat(walker.get("/acme").body()).contains("Ana Torres");

    var second = bridle.walker();
    assertThat(second.get(link).statusCode()).isEqualTo(410);
    assertThat(
            second
                .submit(
                    "/login/link",
                    "/login",
                    Map.of("token", link.replaceAll(".*token=(\\w+).*", "$1")))
                .statusCode())
        .isEqualTo(410);
  }

  @Test
  void lookingAtALinkDoesNotUseItUp() {
    String link = link(ANA, "/");
    for (int i = 0; i < 3; i++) {
      assertThat(bridle.walker().get(link).statusCode()).isEqualTo(200);
    }
    assertThat(use(bridle.walker(), link).statusCode()).isEqualTo(303);
  }

  @Test
  void ofManyAtOnceOneGetsIn() throws Exception {
    String link = link(ANA, "/");
    var walkers = IntStream.range(0, 6).mapToObj(_ -> bridle.walker()).toList();
    String token = link.replaceAll(".*token=(\\w+).*", "$1");
    var tries =
        walkers.stream()
            .<Callable<Integer>>map(walker -> {
              String form = walker.formToken("/login");
              return () ->
                  walker
                      .post("/login/link", Map.of("token", token, "form_token", form))
                      .statusCode();
            })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = threads.invokeAll(tries).stream().map(f -> f.resultNow()).sorted().toList();
      assertThat(statuses).containsExactly(303, 410, 410, 410, 410, 410);
    }
  }

  @Test
  void aLinkLeadsNowhereElse() {
    String link = link(ANA, "https://evil.test/");
    assertThat(bridle.walker().get(link).body()).contains("name=\"to\" value=\"/\"");
  }

  @Test
  void onlyWhoReadsTheDataFolderMakesLinks() {
    var wanted = Map.of("email", ANA);
    assertThat(bridle.asNobody().post("/v2/sign-in-links", wanted).status()).isEqualTo(401);
    assertThat(bridle.as(apiToken).post("/v2/sign-in-links", wanted).status()).isEqualTo(401);
    assertThat(bridle.as("brdo_x").post("/v2/sign-in-links", wanted).status()).isEqualTo(401);
  }

  @Test
  void theSecretIsForTheServersUserOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(OperatorSecret.file(bridle.data()))))
        .isEqualTo("rw-------");
  }

  @Test
  void nobodysAddressGetsNone() {
    var came = bridle.as(secret()).post("/v2/sign-in-links", Map.of("email", "nobody@example.com"));
    assertThat(came.status()).isEqualTo(422);
    assertThat(came.message()).contains("belongs to nobody");
  }

  @Test
  void makingOneIsAudited() {
    link(BEN, "/");
    assertThat(bridle.as(apiToken).get("/v2/organizations/acme/audit-events").text())
        .contains("SignInLink", BEN)
        .doesNotContain("brdl_");
  }

  @Test
  void usingOneIsAudited() {
    var walker = bridle.walker();
    use(walker, link(ANA, "/"));
    assertThat(walker.get("/organizations/acme/audit-log?type=user_signed_in").body())
        .contains(
            "<strong><bdi>Ana Torres</bdi></strong> signed in as", "<pre class=\"is\">link</pre>");
  }

  @Test
  void whoCameByALinkSetsAPasswordWithoutTheOldOne() {
    var walker = bridle.walker();
    use(walker, link(ANA, "/"));
    assertThat(walker.get("/user/password").body()).doesNotContain("Password of now");
    var came = walker.submit("/user/password", Map.of("password", "another long password"));
    assertThat(came.statusCode()).isEqualTo(303);
    bridle.walker().signedIn(ANA, "another long password");
    assertThat(
            bridle
                .walker()
                .submit("/login", Map.of("email", ANA, "password", PASSWORD))
                .statusCode())
        .isEqualTo(401);
  }
}
