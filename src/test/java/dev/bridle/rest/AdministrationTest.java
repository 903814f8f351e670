package dev.bridle.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.organization.SetupSecret;
import dev.bridle.testing.Calls;
import dev.bridle.testing.RunningBridle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One server, set up once; every test talks to it over HTTP. */
class AdministrationTest {
  private static final String ACME = "/v2/organizations/acme";

  private static RunningBridle bridle;
  private static String usedSecret;
  private static JsonNode made;
  private static Calls admin;
  private static Calls member;

  @BeforeAll
  static void start() {
    bridle = RunningBridle.start();
    usedSecret = bridle.setupSecret();
    made = bridle.setUp();
    admin = bridle.as(made.path("api_token").asString());
    admin.post(ACME + "/members", Map.of("email", "ben@example.com", "name", "Ben"));
    member = bridle.as(tokenFor("ben@example.com", everyScope()));
  }

  @AfterAll
  static void stop() {
    bridle.close();
  }

  private static String tokenFor(String email, List<String> scopes) {
    return admin
        .post(ACME + "/api-tokens", Map.of("email", email, "scopes", scopes))
        .json()
        .path("token")
        .asString();
  }

  private static List<String> everyScope() {
    return admin
        .get("/v2/access-token")
        .json()
        .path("scopes")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void setUpAnswersWithAllThatAScriptNeeds() {
    assertThat(made.path("endpoint").asString()).isEqualTo(bridle.url() + "/v3");
    assertThat(made.path("api_token").asString()).startsWith("brdu_");
    assertThat(made.path("agent_token").asString()).startsWith("brdc_");
    assertThat(SetupSecret.file(bridle.data())).doesNotExist();
  }

  @Test
  void aSecondSetUpIsRefusedAndChangesNothing() {
    String before = admin.get(ACME + "/audit-events").text();

    var again =
        bridle
            .as(usedSecret)
            .post("/v2/setup", Map.of("organization", "other", "email", "eve@example.com"));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).contains("already set up");
    assertThat(admin.get(ACME + "/audit-events").text()).isEqualTo(before);
  }

  @Test
  void setUpNeedsTheSecret() {
    var body = Map.of("organization", "other", "email", "eve@example.com");

    assertThat(bridle.asNobody().post("/v2/setup", body).status()).isEqualTo(401);
    assertThat(bridle.as("guess").post("/v2/setup", body).status()).isEqualTo(401);
  }

  @Test
  void theApiSaysWhatItIs() {
    var info = bridle.asNobody().get("/v2");

    assertThat(info.status()).isEqualTo(200);
    assertThat(info.json().path("timestamp").isIntegralNumber()).isTrue();
  }

  @Test
  void anOrganizationLooksLikeBuildkites() {
    var shape = admin.get(ACME).json();

    assertThat(shape.path("slug").asString()).isEqualTo("acme");
    assertThat(shape.path("url").asString()).isEqualTo(bridle.url() + ACME);
    assertThat(shape.path("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(admin.get("/v2/organizations").json().get(0)).isEqualTo(shape);
  }

  @Test
  void clustersHaveTheirDefaultQueue() {
    var cluster = admin.get(ACME + "/clusters").json().get(0);
    String url = ACME + "/clusters/" + cluster.path("id").asString();
    var queue = admin.get(url + "/queues").json().get(0);

    assertThat(cluster.path("name").asString()).isEqualTo("Default cluster");
    assertThat(cluster.path("color").isNull()).isTrue();
    assertThat(queue.path("key").asString()).isEqualTo("default");
    assertThat(queue.path("id")).isEqualTo(cluster.path("default_queue_id"));
    assertThat(admin.get(url).json()).isEqualTo(cluster);
    assertThat(admin.get(url + "/queues/" + queue.path("id").asString()).json()).isEqualTo(queue);
  }

  @Test
  void aPersonSeesTheOwnTokenAndSelf() {
    assertThat(member.get("/v2/user").json().path("email").asString()).isEqualTo("ben@example.com");
    assertThat(member.get("/v2/access-token").json().at("/user/name").asString()).isEqualTo("Ben");
    assertThat(member.get("/v2/access-token").text()).doesNotContain("brdu_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/members", "/api-tokens", "/clusters/any/tokens"})
  void membersMayNotAdminister(String path) {
    var answer = member.post(ACME + path, Map.of("email", "eve@example.com"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).contains("administrators");
  }

  @Test
  void membersMayNeitherConnectNorSeeNorDisconnectAProvider() {
    String provider = ACME + "/model-providers/anthropic";
    assertThat(member.put(provider, Map.of("method", "sandbox")).status()).isEqualTo(403);
    assertThat(member.get(provider).status()).isEqualTo(403);
    assertThat(member.delete(provider).status()).isEqualTo(403);
  }

  @Test
  void repricingTakesAnAdministratorWhoMayChangePrices() {
    var body = Map.of("from", "2026-11-01", "to", "2026-12-01");
    assertThat(member.post(ACME + "/ledger/reprice", body).status()).isEqualTo(403);
    var reader = bridle.as(tokenFor("ana@example.com", List.of("read_usage")));
    assertThat(reader.post(ACME + "/ledger/reprice", body).message())
        .contains("`write_model_providers`");
    var writer = bridle.as(tokenFor("ana@example.com", List.of("write_model_providers")));
    assertThat(writer.post(ACME + "/ledger/reprice", body).status()).isEqualTo(200);
    assertThat(admin.post("/v2/organizations/other/ledger/reprice", body).status()).isEqualTo(404);
  }

  @Test
  void membersMayNotReadTheAudit() {
    assertThat(member.get(ACME + "/audit-events").status()).isEqualTo(403);
  }

  @Test
  void unknownAndMalformedTokensAreRefused() {
    String unknown = Token.mint(TokenKind.API).value().reveal();

    assertThat(bridle.asNobody().get(ACME).status()).isEqualTo(401);
    assertThat(bridle.as("nonsense").get(ACME).status()).isEqualTo(401);
    assertThat(bridle.as(unknown).get(ACME).status()).isEqualTo(401);
    assertThat(bridle.as(made.path("agent_token").asString()).get(ACME).status()).isEqualTo(401);
  }

  @Test
  void otherOrganizationsDoNotExistForAToken() {
    assertThat(admin.get("/v2/organizations/other/clusters").status()).isEqualTo(404);
  }

  @Test
  void aRevokedTokenEndsAtTheNextRequest() {
    var token =
        admin.post(ACME + "/api-tokens", Map.of("scopes", List.of("read_organizations"))).json();
    var caller = bridle.as(token.path("token").asString());
    assertThat(caller.get(ACME).status()).isEqualTo(200);
    assertThat(caller.get(ACME + "/clusters").message()).contains("read_clusters");

    String address = ACME + "/api-tokens/" + token.path("uuid").asString();
    assertThat(admin.delete(address).status()).isEqualTo(204);

    assertThat(caller.get(ACME).status()).isEqualTo(401);
    assertThat(admin.delete(address).status()).isEqualTo(404);
  }

  @Test
  void aTokenCannotHandOutWhatItLacks() {
    var narrow =
        bridle.as(tokenFor("ana@example.com", List.of("write_organizations", "read_usage")));

    var wider = narrow.post(ACME + "/api-tokens", Map.of("scopes", List.of("write_builds")));
    var unknown = admin.post(ACME + "/api-tokens", Map.of("scopes", List.of("rule_all")));

    assertThat(wider.status()).isEqualTo(422);
    assertThat(unknown.json().at("/errors/0/field").asString()).isEqualTo("scopes");
  }

  @Test
  void valuesOfAgentTokensAreShownOnce() {
    String cluster = admin.get(ACME + "/clusters").json().get(0).path("id").asString();
    String all = ACME + "/clusters/" + cluster + "/tokens";

    var token = admin.post(all, Map.of("description", "laptop")).json();

    assertThat(token.path("token").asString()).startsWith("brdc_");
    assertThat(admin.get(all).text()).contains("laptop").doesNotContain("brdc_");
    assertThat(admin.delete(all + "/" + token.path("id").asString()).status()).isEqualTo(204);
    assertThat(admin.get(all).text()).doesNotContain("laptop");
  }

  @Test
  void wrongFieldsAreNamed() {
    var noEmail = admin.post(ACME + "/members", Map.of("name", "Eve"));
    var badRole =
        admin.post(ACME + "/members", Map.of("email", "eve@example.com", "role", "owner"));
    var twice = admin.post(ACME + "/members", Map.of("email", "ben@example.com"));

    assertThat(noEmail.status()).isEqualTo(422);
    assertThat(noEmail.json().at("/errors/0/field").asString()).isEqualTo("email");
    assertThat(badRole.message()).contains("role");
    assertThat(twice.status()).isEqualTo(422);
    assertThat(admin.send("POST", ACME + "/members", "{").status()).isEqualTo(400);
  }

  @Test
  void actsAreOnTheRecordWithBeforeAndAfter() {
    admin.post(ACME + "/members", Map.of("email", "cleo@example.com", "role", "admin"));

    var event = admin.get(ACME + "/audit-events?per_page=1").json().at("/items/0");

    assertThat(event.path("type").asString()).isEqualTo("OrganizationMemberCreatedEvent");
    assertThat(event.at("/actor/type").asString()).isEqualTo("USER");
    assertThat(event.at("/actor/name").asString()).isEqualTo("ana");
    assertThat(event.at("/data/before").isObject()).isTrue();
    assertThat(event.at("/data/after/role").asString()).isEqualTo("admin");
    assertThat(event.at("/context/request_ip").asString()).isEqualTo("127.0.0.1");
    assertThat(event.at("/context/request_user_agent").asString()).contains("Java");
    String single = ACME + "/audit-events/" + event.path("uuid").asString();
    assertThat(admin.get(single).json()).isEqualTo(event);
  }

  @Test
  void eventsAreReadPageByPageAndBack() {
    var first = admin.get(ACME + "/audit_events?per_page=2").json();
    var second = get(first, "next");
    var back = get(second, "prev");

    assertThat(first.path("links").has("prev")).isFalse();
    assertThat(second.path("items")).hasSize(2).isNotEqualTo(first.path("items"));
    assertThat(back.path("items")).isEqualTo(first.path("items"));
    assertThat(admin.get(ACME + "/audit-events?after=x").status()).isEqualTo(400);
  }

  private static JsonNode get(JsonNode page, String link) {
    String url = page.path("links").path(link).asString();
    return admin.get(url.substring(bridle.url().length())).json();
  }

  @Test
  void listsHavePages() {
    var answer = admin.get(ACME + "/members?per_page=1");

    assertThat(answer.json()).hasSize(1);
    assertThat(answer.response().headers().firstValue("Link"))
        .hasValueSatisfying(link ->
            assertThat(link)
                .contains("<" + bridle.url() + ACME + "/members?page=2&per_page=1>; rel=\"next\""));
    assertThat(admin.get(ACME + "/members?per_page=1000").status()).isEqualTo(400);
  }

  @Test
  void noValueOfATokenIsKeptInTheDataFolder() throws IOException {
    String api = made.path("api_token").asString();
    String agent = made.path("agent_token").asString();
    try (var files = Files.walk(bridle.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(api, agent, usedSecret);
      }
    }
  }
}
