package dev.bridle.oidc;

import static dev.bridle.testing.RunningBridle.ANA;
import static dev.bridle.testing.RunningBridle.BEN;
import static dev.bridle.testing.RunningBridle.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Role;
import dev.bridle.http.Query;
import dev.bridle.oidc.ScriptedProvider.Signature;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets in by an identity provider, and who doesn't, whatever it says. */
@OnBothEngines
class OidcSignInTest {
  private final ScriptedProvider provider = new ScriptedProvider();
  private final RunningBridle bridle;
  private final String apiToken;

  OidcSignInTest(Engine engine) {
    var flags = new HashMap<String, String>();
    flags.put("oidc-issuer", provider.issuer());
    flags.put("oidc-client-id", "bridle");
    flags.put("oidc-name", "Acme Login");
    flags.put("oidc-role-claim", "groups");
    flags.put("oidc-admins", "leads, owners");
    flags.put("oidc-members", "staff");
    provider.claims.put("groups", List.of("staff"));
    bridle = RunningBridle.start(engine, flags);
    apiToken = bridle.setUpForPeople().path("api_token").asString();
  }

  @AfterEach
  void close() {
    bridle.close();
    provider.close();
  }

  private Query leave(Walker walker) {
    var sent = walker.get("/login/oidc?to=/organizations/acme/clusters");
    assertThat(sent.statusCode()).isEqualTo(303);
    var query =
        Query.of(URI.create(sent.headers().firstValue("Location").orElse("")).getRawQuery());
    provider.challenge = query.first("code_challenge").orElse("");
    provider.claims.putIfAbsent("nonce", query.first("nonce").orElse(""));
    return query;
  }

  private HttpResponse<String> signIn(Walker walker) {
    provider.claims.remove("nonce");
    String state = leave(walker).first("state").orElse("");
    return walker.get("/login/oidc/callback?code=one&state=" + state);
  }

  private HttpResponse<String> signIn() {
    return signIn(bridle.walker());
  }

  private Map<String, String> roles() {
    var roles = new HashMap<String, String>();
    bridle
        .as(apiToken)
        .get("/v2/organizations/acme/members")
        .json()
        .forEach(
            member -> roles.put(member.path("email").asString(), member.path("role").asString()));
    return roles;
  }

  @Test
  void thePageOffersIt() {
    assertThat(bridle.walker().get("/login").body()).contains("Sign in with Acme Login");
  }

  @Test
  void theQuestionIsProtected() {
    var query = leave(bridle.walker());
    assertThat(query.first("response_type")).contains("code");
    assertThat(query.first("code_challenge_method")).contains("S256");
    assertThat(query.first("redirect_uri")).contains(bridle.url() + "/login/oidc/callback");
    assertThat(
            Set.of(
                query.first("state").orElse(""),
                query.first("nonce").orElse(""),
                query.first("code_challenge").orElse("")))
        .hasSize(3)
        .allMatch(value -> value.length() == 43);
  }

  @Test
  void someoneNewBecomesAMember() {
    var walker = bridle.walker();
    var came = signIn(walker);
    assertThat(came.statusCode()).isEqualTo(303);
    assertThat(came.headers().firstValue("Location")).contains("/organizations/acme/clusters");
    assertThat(walker.get("/acme").body()).contains("Cleo");
    assertThat(roles()).containsEntry("cleo@example.com", "member");
  }

  @Test
  void signingInSoIsAudited() {
    provider.claims.put("groups", List.of("leads"));
    var walker = bridle.walker();
    signIn(walker);
    assertThat(walker.get("/organizations/acme/audit-log?type=user_signed_in").body())
        .contains("<strong><bdi>Cleo</bdi></strong> signed in as", "<pre class=\"is\">oidc</pre>");
  }

  @Test
  void whoSignsOutIsLedToTheProviderToo() {
    var walker = bridle.walker();
    signIn(walker);
    var out = walker.submit("/logout", "/acme", Map.of());
    assertThat(out.headers().firstValue("Location")).contains("/login?out");
    assertThat(walker.get("/login?out").body())
        .contains("href=\"/login/oidc/sign-out\"", "Sign out of Acme Login too");
    assertThat(walker.get("/login").body()).doesNotContain("/login/oidc/sign-out");
    assertThat(walker.get("/login/oidc/sign-out").headers().firstValue("Location"))
        .contains(provider.issuer() + "/end?client_id=bridle");
  }

  @Test
  void theRoleFollowsTheClaimAtEverySignIn() {
    provider.claims.put("groups", List.of("staff", "leads"));
    signIn();
    assertThat(roles()).containsEntry("cleo@example.com", "admin");
    provider.claims.put("groups", "staff");
    signIn();
    assertThat(roles()).containsEntry("cleo@example.com", "member");
  }

  @Test
  void theLastAdministratorStaysOne() {
    provider.claims.putAll(Map.of("email", ANA, "sub", "ana"));
    assertThat(signIn().statusCode()).isEqualTo(303);
    assertThat(roles()).containsEntry(ANA, "admin");
  }

  @Test
  void whoIsInNoGroupStaysOut() {
    provider.claims.put("groups", List.of("visitors"));
    var came = signIn();
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(came.body()).contains("no group that may use this server");
    assertThat(roles()).hasSize(2);
  }

  @Test
  void whoIsInNoGroupAnyMoreLosesTheirSessionsAndTokens() {
    var walker = bridle.walker();
    signIn(walker);
    String token = tokenOfCleo();
    assertThat(bridle.as(token).get("/v2/user/api-tokens").status()).isEqualTo(200);
    provider.claims.put("groups", List.of("visitors"));
    assertThat(signIn().statusCode()).isEqualTo(403);
    assertThat(walker.get("/acme").statusCode()).isEqualTo(303);
    assertThat(bridle.as(token).get("/v2/user/api-tokens").status()).isEqualTo(401);
    assertThat(audited("USER_SESSION_REVOKED")).isEqualTo(1);
    assertThat(audited("API_ACCESS_TOKEN_DELETED")).isEqualTo(1);
  }

  @Test
  void whoCameThisWayGivesThemselvesNoPassword() {
    var walker = bridle.walker();
    signIn(walker);
    var came =
        walker.submit("/user/password", "/user/password", Map.of("password", "a long password"));
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(came.body()).contains("you are let in by single sign-on");
    assertThat(audited("USER_PASSWORD_UPDATED")).isZero();
  }

  private String tokenOfCleo() {
    var asked =
        Map.of("email", "cleo@example.com", "description", "Hers", "scopes", List.of("read_user"));
    return bridle
        .as(apiToken)
        .post("/v2/organizations/acme/api-tokens", asked)
        .json()
        .path("token")
        .asString();
  }

  private int audited(String type) {
    return bridle
        .as(apiToken)
        .get("/v2/organizations/acme/audit-events?type=" + type)
        .json()
        .path("items")
        .size();
  }

  @Test
  void theClaimCanBeAPathThroughOthers() {
    var rule = new OidcSettings.RoleClaim("realm_access.roles", Set.of("leads"), Set.of("staff"));
    var within = new Claims(Map.of("realm_access", Map.of("roles", List.of("leads"))));
    assertThat(within.role(rule)).contains(Role.ADMIN);
    assertThat(within.has("realm_access.roles")).isTrue();
    var whole =
        new Claims(
            Map.of(
                "realm_access.roles", "staff", "realm_access", Map.of("roles", List.of("leads"))));
    assertThat(whole.role(rule)).contains(Role.MEMBER);
    assertThat(new Claims(Map.of("realm_access", "leads")).role(rule)).isEmpty();
  }

  @Test
  void theLastAdministratorKeepsTheirsWithoutAGroup() {
    var ana = bridle.walker().signedIn(ANA, PASSWORD);
    provider.claims.putAll(Map.of("email", ANA, "sub", "ana", "groups", List.of("visitors")));
    assertThat(signIn().statusCode()).isEqualTo(403);
    assertThat(ana.get("/acme").statusCode()).isEqualTo(200);
    assertThat(audited("USER_SESSION_REVOKED")).isZero();
    assertThat(roles()).containsEntry(ANA, "admin");
  }

  @Test
  void aKnownPersonIsFoundByTheirAddressAndThenByTheirSubject() {
    provider.claims.putAll(Map.of("email", BEN, "sub", "ben", "name", "Someone"));
    var walker = bridle.walker();
    signIn(walker);
    assertThat(walker.get("/acme").body()).contains("Ben Okafor");
    provider.claims.put("email", "ben.new@example.com");
    signIn();
    assertThat(roles()).hasSize(2);
  }

  @Test
  void anAddressThatIsNotVerifiedIsNobodys() {
    provider.claims.putAll(Map.of("email", BEN, "email_verified", false));
    assertThat(signIn().statusCode()).isEqualTo(403);
    provider.claims.remove("email_verified");
    assertThat(signIn().statusCode()).isEqualTo(403);
    provider.claims.remove("email");
    assertThat(signIn().statusCode()).isEqualTo(403);
  }

  @Test
  void whatTheTokenLeavesOutIsAskedFor() {
    provider.claims.keySet().removeAll(Set.of("email", "email_verified", "groups"));
    provider.userInfo.putAll(
        Map.of(
            "sub",
            "subject-1",
            "email",
            "cleo@example.com",
            "email_verified",
            true,
            "groups",
            List.of("owners")));
    assertThat(signIn().statusCode()).isEqualTo(303);
    assertThat(roles()).containsEntry("cleo@example.com", "admin");
    provider.userInfo.put("sub", "someone else");
    assertThat(signIn().statusCode()).isEqualTo(403);
  }

  @Test
  void aTokenThatIsNotForThisSignInLetsNobodyIn() {
    Stream.<Consumer<ScriptedProvider>>of(
            p -> p.signature = Signature.BY_ANOTHER_KEY,
            p -> p.signature = Signature.BY_THE_CLIENTS_SECRET,
            p -> p.signature = Signature.BY_NOBODY,
            p -> p.claims.put("iss", "https://evil.test"),
            p -> p.claims.put("aud", List.of("another")),
            p -> p.claims.put("aud", List.of("bridle", "another")),
            p -> p.claims.put("exp", 1_700_000_000L))
        .forEach(change -> {
          var before = new HashMap<>(provider.claims);
          change.accept(provider);
          assertThat(signIn().statusCode()).isEqualTo(403);
          provider.claims.clear();
          provider.claims.putAll(before);
          provider.signature = Signature.BY_ITS_KEY;
        });
    assertThat(roles()).hasSize(2);
    assertThat(signIn().statusCode()).isEqualTo(303);
  }

  @Test
  void anotherSignInsNonceLetsNobodyIn() {
    var walker = bridle.walker();
    provider.claims.put("nonce", "of another sign-in");
    String state = leave(walker).first("state").orElse("");
    assertThat(walker.get("/login/oidc/callback?code=one&state=" + state).statusCode())
        .isEqualTo(403);
  }

  @Test
  void anotherBrowsersStateIsNotEvenExchanged() {
    String state = leave(bridle.walker()).first("state").orElse("");
    var victim = bridle.walker();
    String callback = "/login/oidc/callback?code=one&state=";
    assertThat(victim.get(callback + state).statusCode()).isEqualTo(400);
    leave(victim);
    assertThat(victim.get(callback + state).statusCode()).isEqualTo(400);
    assertThat(victim.get("/login/oidc/callback").statusCode()).isEqualTo(400);
    assertThat(provider.exchanges).isZero();
  }

  @Test
  void anotherIssuersAnswerIsRefused() {
    var walker = bridle.walker();
    String state = leave(walker).first("state").orElse("");
    var came =
        walker.get("/login/oidc/callback?code=one&iss=https%3A%2F%2Fevil.test&state=" + state);
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(provider.exchanges).isZero();
  }

  private static boolean isOnErrand(Walker walker) {
    return walker.cookies().stream().anyMatch(one -> one.getName().equals("bridle-errand"));
  }

  @Test
  void theCookieOfTheErrandEndsWithIt() {
    var walker = bridle.walker();
    leave(walker);
    assertThat(isOnErrand(walker)).isTrue();
    assertThat(signIn(walker).headers().allValues("Set-Cookie"))
        .anyMatch(line ->
            line.startsWith("bridle-errand=; ")
                && line.contains("HttpOnly")
                && line.endsWith("Max-Age=0"));
    assertThat(isOnErrand(walker)).isFalse();
    assertThat(walker.get("/acme").statusCode()).isEqualTo(200);
    assertThat(walker.get("/login/oidc/callback?code=one&state=" + "s").statusCode())
        .isEqualTo(400);
  }

  @Test
  void theCookieOfAnErrandThatFailedEndsToo() {
    var walker = bridle.walker();
    provider.claims.put("groups", List.of("visitors"));
    assertThat(signIn(walker).statusCode()).isEqualTo(403);
    assertThat(isOnErrand(walker)).as("refused here").isFalse();
    String state = leave(walker).first("state").orElse("");
    walker.get("/login/oidc/callback?error=access_denied&state=" + state);
    assertThat(isOnErrand(walker)).as("refused there").isFalse();
    state = leave(walker).first("state").orElse("");
    provider.broken = true;
    walker.get("/login/oidc/callback?code=one&state=" + state);
    assertThat(isOnErrand(walker)).as("the provider failed").isFalse();
  }

  @Test
  void aLinkFromAnywhereEndsNoErrand() {
    var walker = bridle.walker();
    provider.claims.remove("nonce");
    String state = leave(walker).first("state").orElse("");
    assertThat(walker.get("/login/oidc/callback?code=one&state=made-up").statusCode())
        .isEqualTo(400);
    assertThat(walker.get("/login/oidc/callback?code=one&state=" + state).statusCode())
        .isEqualTo(303);
  }

  @Test
  void whoIsRefusedThereIsToldSo() {
    var walker = bridle.walker();
    String state = leave(walker).first("state").orElse("");
    var came = walker.get("/login/oidc/callback?error=access_denied&state=" + state);
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(came.body()).contains("Acme Login did not sign you in.");
  }

  private List<String> refusalsTold() {
    var told = new ArrayList<String>();
    bridle
        .as(apiToken)
        .get("/v2/organizations/acme/audit-events?type=OIDC_SIGN_IN_REFUSED")
        .json()
        .path("items")
        .forEach(event -> told.addFirst(event.path("data").toString()));
    return told;
  }

  private void removeCleo() {
    var cleo =
        bridle
            .as(apiToken)
            .get("/v2/organizations/acme/members")
            .json()
            .valueStream()
            .filter(member -> member.path("email").asString().equals("cleo@example.com"))
            .findFirst()
            .orElseThrow();
    assertThat(
            bridle
                .as(apiToken)
                .delete("/v2/organizations/acme/members/" + cleo.path("id").asString())
                .status())
        .isEqualTo(204);
  }

  @Test
  void whoWasRemovedStaysOutUntilTheyAreInvitedAgain() {
    signIn();
    removeCleo();
    provider.claims.put("groups", List.of("leads"));
    var came = signIn();
    assertThat(came.statusCode()).isEqualTo(403);
    assertThat(came.body()).contains("You are no longer a member here.", "for an invitation");
    provider.claims.put("sub", "the same person by another subject");
    assertThat(signIn().statusCode()).isEqualTo(403);
    assertThat(roles()).doesNotContainKey("cleo@example.com");
    assertThat(refusalsTold()).first().asString().contains("removed", "cleo@example.com");

    var invited =
        bridle
            .as(apiToken)
            .post(
                "/v2/organizations/acme/invitations",
                Map.of("email", "cleo@example.com", "role", "member"))
            .json();
    assertThat(signIn().statusCode()).as("before it is accepted").isEqualTo(403);
    var walker = bridle.walker();
    walker.submit(
        URI.create(invited.path("url").asString()).getPath(), Map.of("password", PASSWORD));
    assertThat(signIn().statusCode()).isEqualTo(303);
    assertThat(roles()).containsEntry("cleo@example.com", "admin");
  }

  @Test
  void whoIsAddedAgainComesInByTheProvider() {
    signIn();
    removeCleo();
    var added =
        bridle
            .as(apiToken)
            .post(
                "/v2/organizations/acme/members",
                Map.of("email", "cleo@example.com", "name", "Cleo", "role", "member"));
    assertThat(added.status()).isEqualTo(201);
    assertThat(signIn().statusCode()).isEqualTo(303);
  }

  @Test
  void whoIsRefusedStandsInTheAuditLogWithTheReason() {
    provider.claims.put("groups", List.of("visitors"));
    signIn();
    provider.claims.put("groups", List.of("staff"));
    provider.claims.put("email_verified", false);
    signIn();
    provider.signature = Signature.BY_ANOTHER_KEY;
    signIn();
    bridle.walker().get("/login/oidc/callback?code=secret-code&state=secret-state");
    var walker = bridle.walker();
    String state = leave(walker).first("state").orElse("");
    walker.get("/login/oidc/callback?error=access_denied&state=" + state);
    String again = leave(walker).first("state").orElse("");
    walker.get("/login/oidc/callback?code=x&iss=https%3A%2F%2Fevil.test&state=" + again);

    assertThat(refusalsTold())
        .satisfiesExactly(
            told -> assertThat(told).contains("no_role", "cleo@example.com", "subject-1"),
            told -> assertThat(told).contains("no_address", "cleo@example.com"),
            told -> assertThat(told).contains("token_not_valid").doesNotContain("cleo"),
            told -> assertThat(told).contains("state_not_valid").doesNotContain("secret"),
            told -> assertThat(told).contains("refused_by_provider").doesNotContain(state),
            told -> assertThat(told).contains("issuer_not_valid").doesNotContain("evil"));
    var ana = bridle.walker().signedIn(ANA, PASSWORD);
    assertThat(ana.get("/organizations/acme/audit-log").body())
        .contains("was refused when signing in to", "Acme Login");
  }

  @Test
  void whoComesAgainAndAgainCanNotFillTheAuditLog() {
    var stranger = bridle.walker();
    for (int i = 0; i < 20; i++) {
      assertThat(stranger.get("/login/oidc/callback?code=a&state=b" + i).statusCode())
          .isEqualTo(400);
    }
    assertThat(refusalsTold()).hasSize(1);
  }

  @Test
  void aCodeThatTheProviderDoesNotTakeIsToldToo() {
    var walker = bridle.walker();
    String state = leave(walker).first("state").orElse("");
    provider.broken = true;
    assertThat(walker.get("/login/oidc/callback?code=one&state=" + state).statusCode())
        .isEqualTo(503);
    assertThat(refusalsTold()).singleElement().asString().contains("provider_failed");
  }

  @Test
  void aProviderThatFailsIsToldAndPasswordsStillWork() {
    provider.broken = true;
    var came = bridle.walker().get("/login/oidc");
    assertThat(came.statusCode()).isEqualTo(503);
    assertThat(came.body()).contains("work right now");
    bridle.walker().signedIn(ANA, PASSWORD);
    provider.broken = false;
    assertThat(signIn().statusCode()).isEqualTo(303);
  }

  @Test
  void aProviderThatCallsItselfOtherwiseIsNotTrusted() {
    provider.metadata.put("issuer", "https://evil.test");
    assertThat(bridle.walker().get("/login/oidc").statusCode()).isEqualTo(503);
  }

  @Test
  void addressesThatCanBeChangedOnTheirWayAreNotUsed() {
    provider.metadata.put("token_endpoint", "http://login.example.com/token");
    assertThat(bridle.walker().get("/login/oidc").statusCode()).isEqualTo(503);
  }
}
