package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.API_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** API tokens that people make for themselves, with scopes and an end. */
@OnBothEngines
class UserTokenResourceTest {
  private static final String OWN = "/v2/user/api-tokens";

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{}"));
  private final CallDesk desk;
  private final Calls ana;

  UserTokenResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    ana = desk.as(desk.apiToken);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private static Map<String, Object> wanted(String expiresAt, String... scopes) {
    var body = new HashMap<String, Object>();
    body.put("description", "laptop");
    body.put("scopes", List.of(scopes));
    if (!expiresAt.isEmpty()) {
      body.put("expires_at", expiresAt);
    }
    return body;
  }

  private static String inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days)).toString();
  }

  private JsonNode own(Calls who, String description) {
    return who.get(OWN)
        .json()
        .valueStream()
        .filter(token -> token.path("description").asString().equals(description))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTokenEndsWhenItIsSaidTo() {
    var made = ana.post(OWN, wanted(inDays(30), "read_user"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("expires_at").asString()).endsWith("Z");
    var laptop = desk.as(made.json().path("token").asString());
    assertThat(laptop.get("/v2/user").status()).isEqualTo(200);
    desk.database()
        .execute(sql ->
            sql.update(API_TOKEN)
                .set(API_TOKEN.EXPIRES_MS, System.currentTimeMillis() - 1)
                .where(API_TOKEN.ID.eq(made.json().path("uuid").asString()))
                .execute());
    var ended = laptop.get("/v2/user");
    assertThat(ended.status()).isEqualTo(401);
    assertThat(ended.message()).contains("has expired");
    // It is still there to be seen, and to be taken away.
    assertThat(own(ana, "laptop").path("token").isMissingNode()).isTrue();
  }

  @Test
  void whenItWasUsedLastIsKnown() {
    var made = ana.post(OWN, wanted("", "read_user")).json();
    assertThat(own(ana, "laptop").path("last_used_at").isNull()).isTrue();
    desk.as(made.path("token").asString()).get("/v2/user");
    desk.database().settleHot();
    assertThat(own(ana, "laptop").path("last_used_at").asString("")).endsWith("Z");
  }

  @Test
  void noTokenCanMakeOneThatDoesMoreOrLivesLonger() {
    var parent =
        desk.as(
            ana.post(OWN, wanted(inDays(10), "read_user", "write_user"))
                .json()
                .path("token")
                .asString());
    assertThat(parent.post(OWN, wanted("", "read_builds")).message()).contains("lacks");
    assertThat(parent.post(OWN, wanted(inDays(11), "read_user")).message()).contains("later");
    var child = parent.post(OWN, wanted("", "read_user"));
    assertThat(child.status()).isEqualTo(201);
    assertThat(child.json().path("expires_at").isNull()).isFalse();
    assertThat(
            desk.as(child.json().path("token").asString())
                .post(OWN, wanted("", "read_user"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(ana.post(OWN, wanted("tomorrow", "read_user")).status()).isEqualTo(422);
    assertThat(ana.post(OWN, wanted("2020-01-01T00:00:00Z", "read_user")).message())
        .contains("future");
    assertThat(ana.post(OWN, wanted("+999999999-01-01T00:00:00Z", "read_user")).status())
        .isEqualTo(422);
    assertThat(ana.post(OWN, wanted("")).status()).isEqualTo(422);
    assertThat(ana.post(OWN, wanted("", "rule_the_world")).status()).isEqualTo(422);
    var tooLong = wanted("", "read_user");
    tooLong.put("description", "x".repeat(201));
    assertThat(ana.post(OWN, tooLong).status()).isEqualTo(422);
  }

  @Test
  void oneSeesAndRevokesOnesOwnOnly() {
    String acme = "/v2/organizations/acme/";
    ana.post(acme + "members", Map.of("email", "ben@example.com", "name", "Ben"));
    var scopes = List.of("read_user", "write_user");
    var ben =
        desk.as(
            ana.post(
                    acme + "api-tokens",
                    Map.of("email", "ben@example.com", "description", "ben", "scopes", scopes))
                .json()
                .path("token")
                .asString());
    var anas = ana.post(OWN, wanted("", "read_user")).json();
    assertThat(ben.get(OWN).json()).hasSize(1);
    String path = OWN + "/" + anas.path("uuid").asString();
    assertThat(ben.delete(path).status()).isEqualTo(404);
    assertThat(desk.as(anas.path("token").asString()).get("/v2/user").status()).isEqualTo(200);
    assertThat(ana.delete(path).status()).isEqualTo(204);
    assertThat(ana.delete(path).status()).isEqualTo(404);
    assertThat(desk.as(anas.path("token").asString()).get("/v2/user").status()).isEqualTo(401);
  }

  @Test
  void anAdministratorGivesATokenAnEndToo() {
    var made = ana.post("/v2/organizations/acme/api-tokens", wanted(inDays(1), "read_user")).json();
    assertThat(made.path("expires_at").isNull()).isFalse();
    var event =
        ana.get("/v2/organizations/acme/audit-events?per_page=1").json().path("items").path(0);
    assertThat(event.path("data").path("after").path("expires_at").asString()).endsWith("Z");
    assertThat(event.toString()).doesNotContain(made.path("token").asString());
  }
}
