package dev.bridle.rest;

import static dev.bridle.store.schema.Tables.INVITATION;
import static dev.bridle.store.schema.Tables.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Role;
import dev.bridle.organization.MemberChanges;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Walker;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Members, their roles, and people who are invited. */
@OnBothEngines
class MemberResourceTest {
  private static final String ACME = "/v2/organizations/acme/";

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{}"));
  private final CallDesk desk;
  private final Calls ana;

  MemberResourceTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    ana = desk.as(desk.apiToken);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  private String added(String name, String role) {
    return ana.post(
            ACME + "members", Map.of("email", name + "@example.com", "name", name, "role", role))
        .json()
        .path("id")
        .asString();
  }

  private String tokenOf(String name) {
    return ana.post(
            ACME + "api-tokens",
            Map.of(
                "email",
                name + "@example.com",
                "scopes",
                List.of("read_organizations", "write_organizations", "read_user", "write_user")))
        .json()
        .path("token")
        .asString();
  }

  private List<String> roles() {
    return ana.get(ACME + "members")
        .json()
        .valueStream()
        .map(member -> member.path("name").asString() + " " + member.path("role").asString())
        .toList();
  }

  private JsonNode lastEvent() {
    return ana.get(ACME + "audit-events?per_page=1").json().path("items").path(0);
  }

  @Test
  void aFirstPasswordSignsIn() {
    var cleo =
        Map.of(
            "email", "cleo@example.com",
            "name", "Cleo",
            "role", "member",
            "password", "the first of several");
    assertThat(ana.post(ACME + "members", cleo).status()).isEqualTo(201);
    var signedIn = new Walker(desk.url()).signedIn("cleo@example.com", "the first of several");
    assertThat(signedIn.get("/acme").body()).contains("Cleo");
  }

  @Test
  void aMemberGetsAnotherRole() {
    String ben = added("Ben", "member");
    String token = tokenOf("ben");
    assertThat(desk.as(token).post(ACME + "members", Map.of("email", "x@y.de")).status())
        .isEqualTo(403);
    var changed = ana.put(ACME + "members/" + ben, Map.of("role", "admin"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("role").asString()).isEqualTo("admin");
    assertThat(lastEvent().path("type").asString()).isEqualTo("OrganizationMemberUpdatedEvent");
    assertThat(lastEvent().path("changes").path(0).path("before").asString()).isEqualTo("member");
    // In force at once, also for the tokens that there are.
    assertThat(desk.as(token).post(ACME + "members", Map.of("email", "x@y.de")).status())
        .isEqualTo(201);
    assertThat(ana.put(ACME + "members/" + ben, Map.of("role", "owner")).status()).isEqualTo(422);
    assertThat(ana.put(ACME + "members/" + ben, Map.of()).status()).isEqualTo(422);
    assertThat(ana.put(ACME + "members/nobody", Map.of("role", "admin")).status()).isEqualTo(404);
  }

  @Test
  void whoIsRemovedCanDoNothingAnyMore() {
    String ben = added("Ben", "admin");
    String token = tokenOf("ben");
    assertThat(desk.as(token).get("/v2/user").status()).isEqualTo(200);
    assertThat(ana.delete(ACME + "members/" + ben).status()).isEqualTo(204);
    assertThat(desk.as(token).get("/v2/user").status()).isEqualTo(401);
    assertThat(roles()).containsExactly("Ana admin");
    assertThat(lastEvent().path("type").asString()).isEqualTo("OrganizationMemberDeletedEvent");
    assertThat(ana.delete(ACME + "members/" + ben).status()).isEqualTo(404);
    // Coming back brings none of the old tokens back.
    added("Ben", "admin");
    assertThat(desk.as(token).get("/v2/user").status()).isEqualTo(401);
  }

  @Test
  void theLastAdministratorStaysOne() {
    String me = desk.ci.personId;
    added("Ben", "member");
    assertThat(ana.put(ACME + "members/" + me, Map.of("role", "member")).message())
        .contains("last administrator");
    assertThat(ana.delete(ACME + "members/" + me).status()).isEqualTo(422);
    assertThat(ana.put(ACME + "members/" + me, Map.of("role", "admin")).status()).isEqualTo(200);
    String cleo = added("Cleo", "admin");
    assertThat(ana.put(ACME + "members/" + cleo, Map.of("role", "member")).status()).isEqualTo(200);
    assertThat(roles()).containsExactlyInAnyOrder("Ana admin", "Ben member", "Cleo member");
  }

  @Test
  void administratorsWhoLeaveAtTheSameMomentDontLeaveNobody() {
    var all = Stream.of("Ben", "Cleo", "Dan", "Eve").map(name -> added(name, "admin")).toList();
    var ids = Stream.concat(all.stream(), Stream.of(desk.ci.personId)).toList();
    var clock = InstantSource.system();
    var changes = new MemberChanges(desk.database(), new AuditLog(desk.database(), clock), clock);
    var nobody = new Actor("TEST", null, null, null, null);
    var leaving =
        ids.stream()
            .map(id ->
                CompletableFuture.runAsync(
                    () -> changes.changeRole(desk.ci.organizationId, id, Role.MEMBER, nobody)))
            .toList();
    assertThat(leaving.stream().filter(one -> one.handle((_, why) -> why != null).join()))
        .hasSize(1);
    long administrators =
        desk.database().read(sql -> sql.fetchCount(MEMBER, MEMBER.ROLE.eq("admin")));
    assertThat(administrators).isEqualTo(1);
  }

  private Calls.Came invite(String email, Object... more) {
    var body = new java.util.HashMap<String, Object>();
    body.put("email", email);
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return ana.post(ACME + "invitations", body);
  }

  private Calls.Came accept(String token) {
    return desk.as("none").post("/v2/invitations/accept", Map.of("token", token, "name", "Ben"));
  }

  @Test
  void anInvitationMakesAMemberOnce() {
    var made = invite("Ben@Example.com", "role", "admin");
    assertThat(made.status()).isEqualTo(201);
    String token = made.json().path("token").asString();
    assertThat(made.json().path("url").asString()).endsWith("/invite/" + token);
    assertThat(made.json().path("email").asString()).isEqualTo("ben@example.com");
    var listed = ana.get(ACME + "invitations").json();
    assertThat(listed).hasSize(1);
    assertThat(listed.toString()).doesNotContain(token).doesNotContain("brdi_");
    var accepted = accept(token);
    assertThat(accepted.status()).isEqualTo(201);
    assertThat(accepted.json().path("organization").path("slug").asString()).isEqualTo("acme");
    assertThat(accepted.json().path("member").path("role").asString()).isEqualTo("admin");
    assertThat(roles()).containsExactlyInAnyOrder("Ana admin", "Ben admin");
    assertThat(accept(token).status()).isEqualTo(404);
    assertThat(ana.get(ACME + "invitations").json()).isEmpty();
    assertThat(ana.get(ACME + "audit-events").text()).doesNotContain("brdi_");
    assertThat(lastEvent().path("type").asString()).isEqualTo("InvitationAcceptedEvent");
    assertThat(lastEvent().path("actor").path("type").asString()).isEqualTo("INVITED");
  }

  @Test
  void manyWhoFollowOneLinkBecomeOneMember() {
    String token = invite("ben@example.com").json().path("token").asString();
    var statuses =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> accept(token).status()))
            .limit(8)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses).filteredOn(status -> status == 404).hasSize(7);
    assertThat(roles()).hasSize(2);
  }

  @Test
  void aRevokedOldOrReplacedLinkIsGoodForNothing() {
    var first = invite("ben@example.com").json();
    var second = invite("ben@example.com").json();
    assertThat(accept(first.path("token").asString()).status()).isEqualTo(404);
    assertThat(ana.delete(ACME + "invitations/" + second.path("id").asString()).status())
        .isEqualTo(204);
    assertThat(ana.delete(ACME + "invitations/" + second.path("id").asString()).status())
        .isEqualTo(404);
    assertThat(accept(second.path("token").asString()).status()).isEqualTo(404);
    var third = invite("ben@example.com", "expires_in_days", 1).json();
    desk.database().execute(sql -> sql.update(INVITATION).set(INVITATION.EXPIRES_MS, 1L).execute());
    assertThat(accept(third.path("token").asString()).status()).isEqualTo(404);
    var page = new Walker(desk.url()).get("/invite/" + third.path("token").asString());
    assertThat(page.statusCode()).isEqualTo(410);
    assertThat(page.body())
        .contains("This invitation was used or revoked, or is too old. Ask for another one.")
        .doesNotContain("<form");
    assertThat(accept("brdi_made-up").status()).isEqualTo(404);
    assertThat(roles()).containsExactly("Ana admin");
  }

  @Test
  void whoIsAMemberCantBeInvitedAndWhatIsWrongIsSaid() {
    added("Ben", "member");
    assertThat(invite("ben@example.com").message()).contains("already");
    assertThat(invite("no address").status()).isEqualTo(422);
    var named = Map.of("email", "long@example.com", "name", "x".repeat(101));
    assertThat(ana.post(ACME + "members", named).message()).contains("longer than 100 characters");
    assertThat(invite("x@y.de", "role", "owner").status()).isEqualTo(422);
    assertThat(invite("x@y.de", "expires_in_days", 31).status()).isEqualTo(422);
    assertThat(invite("x@y.de", "expires_in_days", "1").status()).isEqualTo(422);
    assertThat(desk.as(tokenOf("ben")).get(ACME + "invitations").status()).isEqualTo(403);
    assertThat(desk.as("none").post("/v2/invitations/accept", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void anInvitedPersonWhoWasAddedMeanwhileIsToldSoAndTheLinkStaysAsItWas() {
    String token = invite("ben@example.com").json().path("token").asString();
    added("Ben", "member");
    assertThat(accept(token).status()).isEqualTo(422);
    assertThat(roles()).containsExactlyInAnyOrder("Ana admin", "Ben member");
    assertThat(ana.get(ACME + "invitations").json()).hasSize(1);
  }
}
