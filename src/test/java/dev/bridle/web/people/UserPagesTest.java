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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members and invitations, in the hands of administrators. */
@OnBothEngines
class UserPagesTest {
  private static final String USERS = "/organizations/acme/users";

  private final RunningBridle bridle;
  private final String apiToken;
  private final Walker ana;

  UserPagesTest(Engine engine) {
    bridle = RunningBridle.start(engine);
    apiToken = bridle.setUpForPeople().path("api_token").asString();
    ana = bridle.walker().signedIn(ANA, PASSWORD);
  }

  @AfterEach
  void close() {
    bridle.close();
  }

  private String idOf(String email) {
    for (var member : bridle.as(apiToken).get("/v2/organizations/acme/members").json()) {
      if (member.path("email").asString().equals(email)) {
        return member.path("id").asString();
      }
    }
    throw new IllegalStateException("no member " + email);
  }

  private HttpResponse<String> invite(String email, String role) {
    return ana.submit(
        USERS + "/invitations", USERS, Map.of("email", email, "role", role, "days", "7"));
  }

  private String link(String email, String role) {
    return invite(email, role).body().replaceAll("(?s).*(/invite/brdi_\\w{38}).*", "$1");
  }

  @Test
  void manyMembersAreReadByPagesAndFound() {
    for (int i = 0; i < 60; i++) {
      bridle
          .as(apiToken)
          .post(
              "/v2/organizations/acme/members",
              Map.of("email", "m" + i + "@example.com", "name", "Person " + i, "role", "member"));
    }
    String first = ana.get(USERS).body();
    assertThat(first)
        .contains("Page 1 of 2", ANA, "m47@example.com")
        .doesNotContain("m48@example.com");
    assertThat(ana.get(USERS + "?page=2").body())
        .contains("Page 2 of 2", "m48@example.com", "m59@example.com")
        .doesNotContain("m47@example.com");
    assertThat(ana.get(USERS + "?page=99").body()).contains("Page 2 of 2");
    assertThat(ana.get(USERS + "?q=PERSON+59").body())
        .contains("m59@example.com")
        .doesNotContain("m58@example.com", "Page 1 of");
    assertThat(ana.get(USERS + "?q=%3Cscript%3E").body())
        .contains("Nobody", "&lt;script&gt;")
        .doesNotContain("<script>");
  }

  @Test
  void aMemberIsKeptOutOfAllOfIt() {
    var ben = bridle.walker().signedIn(BEN, PASSWORD);
    String token = ben.formToken("/acme");
    String id = idOf(ANA);
    assertThat(ben.get(USERS).statusCode()).isEqualTo(403);
    assertThat(ben.get(USERS + "/" + id).statusCode()).isEqualTo(403);
    var fields = Map.of("form_token", token, "role", "admin", "email", BEN, "days", "7");
    for (String path :
        new String[] {
          "/" + idOf(BEN), "/" + id + "/remove", "/invitations", "/invitations/x/revoke"
        }) {
      assertThat(ben.post(USERS + path, fields).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void someoneNewJoinsByALinkAndIsSignedIn() {
    String link = link("cleo@example.com", "admin");
    var cleo = bridle.walker();
    assertThat(cleo.get(link).body()).contains("Join Acme", "cleo@example.com", "administrator");
    var short_ = cleo.submit(link, Map.of("name", "Cleo", "password", "short"));
    assertThat(short_.statusCode()).isEqualTo(422);
    assertThat(short_.body()).contains("Must be 10 to 200 characters long.", "value=\"Cleo\"");
    var came = cleo.submit(link, Map.of("name", "Cleo", "password", PASSWORD));
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(cleo.get(USERS).body()).contains("Cleo");
    bridle.walker().signedIn("cleo@example.com", PASSWORD);
    var over = bridle.walker().get(link);
    assertThat(over.statusCode()).isEqualTo(410);
    assertThat(over.body())
        .contains("This did not work")
        .contains("This invitation was used or revoked, or is too old. Ask for another one.");
  }

  @Test
  void ofManyAtOnceOneJoins() throws Exception {
    String link = link("cleo@example.com", "member");
    var tries =
        IntStream.range(0, 5)
            .<Callable<Integer>>mapToObj(i -> {
              var walker = bridle.walker();
              String token = walker.formToken(link);
              return () ->
                  walker
                      .post(
                          link,
                          Map.of("form_token", token, "name", "C" + i, "password", PASSWORD + i))
                      .statusCode();
            })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = threads.invokeAll(tries).stream().map(f -> f.resultNow()).sorted().toList();
      assertThat(statuses).containsExactly(303, 410, 410, 410, 410);
    }
  }

  @Test
  void anInvitationSetsNoPasswordOfSomeoneKnown() {
    String id = idOf(BEN);
    ana.submit(USERS + "/" + id + "/remove", USERS + "/" + id, Map.of());
    String link = link(BEN, "member");
    var stranger = bridle.walker();
    assertThat(stranger.get(link).body())
        .contains("an account here already")
        .doesNotContain("name=\"password\"");
    var came = stranger.submit(link, Map.of("name", "Evil", "password", "the stranger's password"));
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(stranger.get("/acme").statusCode()).as("not signed in").isEqualTo(303);
    assertThat(bridle.walker().signedIn(BEN, PASSWORD).get("/acme").body()).contains("Ben Okafor");
  }

  @Test
  void whoeverElseIsSignedInChangesOverBeforeSomeoneKnownJoins() {
    String id = idOf(BEN);
    ana.submit(USERS + "/" + id + "/remove", USERS + "/" + id, Map.of());
    String link = link(BEN, "member");
    assertThat(ana.get(link).body())
        .contains("This invitation is for <strong>" + BEN, "<bdi>Ana Torres</bdi>", ANA)
        .contains("Sign out and go on", "Stay signed in")
        .doesNotContain(">Join</button>");
    assertThat(ana.submit(link, Map.of()).statusCode()).isEqualTo(409);
    assertThat(ana.get(USERS).body()).contains(ANA).doesNotContain("Ben Okafor");
    var out = ana.submit(link, Map.of("act", "sign_out"));
    assertThat(out.headers().firstValue("Location")).contains(link);
    assertThat(ana.get(USERS).statusCode()).as("signed out").isEqualTo(303);
    assertThat(ana.get(link).body()).contains(">Join</button>").doesNotContain("Ana Torres");
    var joined = ana.submit(link, Map.of());
    assertThat(joined.headers().firstValue("Location")).contains("/acme");
    assertThat(ana.signedIn(BEN, PASSWORD).get("/acme").body()).contains("Ben Okafor");
  }

  @Test
  void someoneNewIsToldThatTheyAreSignedInAsSomeoneElse() {
    String link = link("cleo@example.com", "member");
    assertThat(ana.get(link).body())
        .contains("This invitation is for <strong>cleo@example.com", "Joining signs you out");
    assertThat(ana.submit(link, Map.of("name", "Cleo", "password", PASSWORD)).statusCode())
        .isEqualTo(303);
    assertThat(ana.get("/acme").body()).contains("Cleo").doesNotContain("Ana Torres");
  }

  @Test
  void aRevokedInvitationLeadsNowhere() {
    String link = link("cleo@example.com", "member");
    String revoke = ana.get(USERS).body().replaceAll("(?s).*action=\"([^\"]+/revoke)\".*", "$1");
    ana.submit(revoke, USERS, Map.of());
    assertThat(bridle.walker().get(link).statusCode()).isEqualTo(410);
    assertThat(bridle.walker().get("/invite/brdi_x").statusCode()).isEqualTo(410);
  }

  @Test
  void whatIsWrongIsToldAtItsField() {
    assertThat(invite("nobody", "member").body()).contains("Must be an e-mail address");
    assertThat(invite(BEN, "member").body()).contains("Already belongs to a member");
    assertThat(invite("cleo@example.com", "owner").statusCode()).isEqualTo(422);
  }

  @Test
  void aRoleIsChangedAndInForceAtOnce() {
    var ben = bridle.walker().signedIn(BEN, PASSWORD);
    String path = USERS + "/" + idOf(BEN);
    assertThat(ana.submit(path, Map.of("role", "admin")).statusCode()).isEqualTo(303);
    assertThat(ben.get(USERS).statusCode()).isEqualTo(200);
  }

  @Test
  void theLastAdministratorStays() {
    String path = USERS + "/" + idOf(ANA);
    var demoted = ana.submit(path, Map.of("role", "member"));
    assertThat(demoted.statusCode()).isEqualTo(422);
    assertThat(demoted.body()).contains("Is the last administrator");
    var removed = ana.submit(path + "/remove", path, Map.of());
    assertThat(removed.statusCode()).isEqualTo(422);
    assertThat(removed.body()).contains("is the last administrator");
    assertThat(ana.get(USERS).statusCode()).isEqualTo(200);
  }

  @Test
  void whoIsRemovedIsSignedOutAtOnce() {
    var ben = bridle.walker().signedIn(BEN, PASSWORD);
    String path = USERS + "/" + idOf(BEN);
    ana.submit(path + "/remove", path, Map.of());
    for (String page : new String[] {"/acme", "/user/sessions", "/user/password", USERS}) {
      assertThat(ben.get(page).headers().firstValue("Location").orElse(""))
          .as(page)
          .startsWith("/login?to=");
    }
    assertThat(ana.get(path).statusCode()).isEqualTo(404);
  }
}
