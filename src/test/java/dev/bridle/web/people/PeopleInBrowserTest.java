package dev.bridle.web.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.organization.OperatorSecret;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import dev.bridle.web.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages about people, as people use them. */
@Needs(Program.CHROMIUM)
class PeopleInBrowserTest {
  private final RunningBridle bridle = RunningBridle.start();
  private final String apiToken = bridle.setUpForPeople().path("api_token").asString();

  @AfterEach
  void close() {
    bridle.close();
  }

  @Test
  void whoForgotTheirPasswordGetsInByALinkAndSetsAnother() throws IOException {
    String secret = Files.readString(OperatorSecret.file(bridle.data()));
    String link =
        bridle
            .as(secret)
            .post("/v2/sign-in-links", Map.of("email", RunningBridle.ANA))
            .json()
            .path("url")
            .asString();
    try (var tab = new Tab(bridle)) {
      tab.go(link.substring(bridle.url().length())).look("sign-in-link");
      tab.press("Sign in");
      assertThat(tab.address()).isEqualTo("/acme");
      tab.find("details.menu > summary").click();
      tab.follow("Personal Settings").look("profile");
      tab.follow("Password").look("password-after-link");
      tab.fill("New password", "another long password").press("Change password");
      assertThat(tab.find("[role=status]").innerText()).contains("Your password is changed");
      tab.go(link.substring(bridle.url().length())).look("sign-in-link-over");
    }
    bridle.walker().signedIn(RunningBridle.ANA, "another long password");
  }

  @Test
  void aProfileAndAPasswordAreChanged() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.go("/user/settings").fill("Name", "Ana María Torres").press("Save");
      assertThat(tab.find("[role=status]").innerText()).isEqualTo("Saved.");
      assertThat(tab.find("details.menu > summary").getAttribute("aria-label"))
          .contains("Ana María Torres");
      tab.follow("Password");
      tab.fill("Password of now", "not this one")
          .fill("New password", "another long password")
          .press("Change password");
      tab.look("password-wrong");
      assertThat(tab.find(".invalid-feedback").innerText()).contains("not your password of now");
    }
  }

  @Test
  void otherBrowsersAreSignedOutOneByOneOrAllAtOnce() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA);
        var other = Tab.of(bridle, RunningBridle.ANA);
        var third = Tab.of(bridle, RunningBridle.ANA)) {
      tab.go("/user/sessions").look("sessions");
      assertThat(tab.find("tbody tr").count()).isEqualTo(3);
      assertThat(tab.find("tbody").innerText()).contains("Chrome on Linux", "this one");
      tab.find("tbody button").first().click();
      assertThat(tab.find("tbody tr").count()).isEqualTo(2);
      tab.press("Sign out all others");
      assertThat(tab.find("tbody tr").count()).isEqualTo(1);
      assertThat(other.go("/acme").address()).startsWith("/login");
      assertThat(third.go("/acme").address()).startsWith("/login");
    }
  }

  @Test
  void anApiTokenIsMadeShownOnceAndRevoked() {
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      tab.go("/user/api-access-tokens").look("api-tokens-none");
      tab.fill("Description", "Laptop").press("Create API access token");
      tab.look("api-tokens-no-scope");
      tab.page().getByLabel("read_builds").check();
      tab.page().getByLabel("read_user").check();
      tab.press("Create API access token");
      tab.look("api-token-made");
      String token = tab.find("#api-token").inputValue();
      assertThat(bridle.as(token).get("/v2/user").json().path("email").asString())
          .isEqualTo(RunningBridle.BEN);
      tab.follow("Done");
      assertThat(tab.page().content()).doesNotContain(token);
      tab.find("summary:has-text('Revoke')").click();
      tab.look("api-tokens");
      tab.find(".sure button").click();
      assertThat(tab.find("main").innerText()).contains("You have no API token");
      assertThat(bridle.as(token).get("/v2/user").status()).isEqualTo(401);
    }
  }

  @Test
  void someoneIsInvitedJoinsAndBecomesAdministrator() {
    try (var ana = Tab.of(bridle, RunningBridle.ANA);
        var cleo = new Tab(bridle)) {
      ana.follow("Settings").follow("Users").look("users");
      ana.fill("E-mail address", "cleo@example.com").press("Make invitation");
      ana.look("invited");
      String link = ana.find("#invitation").inputValue();
      ana.follow("Done").look("users-with-invitation");
      cleo.go(link.substring(bridle.url().length())).look("invite");
      cleo.fill("Your name", "Cleo Marsh").fill("Password", "short").press("Join");
      cleo.look("invite-short-password");
      cleo.fill("Password", RunningBridle.PASSWORD).press("Join");
      assertThat(cleo.address()).isEqualTo("/acme");
      assertThat(cleo.find("nav").first().innerText()).doesNotContain("Settings");

      ana.go("/organizations/acme/users").follow("Change Cleo Marsh").look("user");
      ana.page().getByLabel("Role").selectOption("admin");
      ana.press("Save role");
      cleo.go("/organizations/acme/users");
      assertThat(cleo.heading()).isEqualTo("Users");

      ana.follow("Change Cleo Marsh");
      ana.find(".sure summary").click();
      ana.look("user-remove");
      ana.find(".sure button").click();
      assertThat(ana.find("main").innerText()).doesNotContain("Cleo Marsh");
      cleo.go("/acme");
      assertThat(cleo.find("main").innerText()).doesNotContain("Pipelines");
    }
  }

  @Test
  void theLastAdministratorIsToldWhy() {
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.go("/organizations/acme/users").follow("Change Ana Torres");
      tab.page().getByLabel("Role").selectOption("member");
      tab.press("Save role").look("user-last-administrator");
      assertThat(tab.find(".invalid-feedback").innerText()).contains("last administrator");
    }
  }

  @Test
  void aMemberSeesThatUsersAreForAdministrators() {
    try (var tab = Tab.of(bridle, RunningBridle.BEN)) {
      tab.go("/organizations/acme/users");
      assertThat(tab.find("main").innerText()).contains("This page is for administrators.");
      assertThat(tab.find("main form, main table").count()).isZero();
    }
  }

  @Test
  void namesStayTextHoweverLongOrOdd() {
    var api = bridle.as(apiToken);
    for (String name :
        List.of(
            "<script>alert(1)</script>\"'>",
            "W".repeat(100),
            "\u202Eevil\u200B\u001B[31mred",
            "Maximiliana Alexandrina Featherstonehaugh-Cholmondeley of the Northern Territories")) {
      api.post(
          "/v2/organizations/acme/members",
          Map.of(
              "email",
              "p" + Integer.toHexString(name.hashCode()) + "@example.com",
              "name",
              name,
              "role",
              "member"));
    }
    try (var tab = Tab.of(bridle, RunningBridle.ANA)) {
      tab.go("/organizations/acme/users").look("users-with-long-names");
      assertThat(tab.find("tbody").innerText()).contains("<script>alert(1)</script>\"'>");
      assertThat(tab.find("main script").count()).isZero();
    }
  }
}
