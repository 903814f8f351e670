package dev.bridle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
  private record Ran(int status, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  @Test
  void setupPrintsOneObjectAndOnlyOnce() {
    try (var bridle = RunningBridle.start()) {
      var first = setup(bridle);
      var second = setup(bridle);

      assertThat(first.status()).isZero();
      assertThat(first.err()).isEmpty();
      assertThat(first.json().propertyNames())
          .containsExactly("endpoint", "api_token", "agent_token");
      assertThat(first.json().path("endpoint").asString()).isEqualTo(bridle.url() + "/v3");
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.out()).isEmpty();
      assertThat(second.err())
          .isEqualTo("bridle: This server is already set up; nothing was changed.\n");
    }
  }

  @Test
  void membersAndTokensAreAdministered() {
    try (var bridle = RunningBridle.start()) {
      var caller =
          Map.of(
              "BRIDLE_API_TOKEN", setup(bridle).json().path("api_token").asString(),
              "BRIDLE_URL", bridle.url());

      var added = run(caller, "admin", "member", "add", "--email", "ben@example.com", "--json");
      var made =
          run(
              caller,
              "admin",
              "token",
              "create",
              "--email",
              "ben@example.com",
              "--scopes",
              "read_builds,read_pipelines",
              "--json");
      var agent = run(caller, "admin", "token", "create", "--kind", "agent");
      var list = run(caller, "admin", "token", "list", "--kind", "agent", "--json");
      var revoked = run(caller, "admin", "token", "revoke", made.json().path("uuid").asString());

      assertThat(added.json().path("role").asString()).isEqualTo("member");
      assertThat(made.json().path("scopes")).hasSize(2);
      assertThat(agent.out()).startsWith("brdc_");
      assertThat(list.json()).hasSize(2);
      assertThat(revoked.status()).isZero();
      assertThat(run(caller, "admin", "token", "list").out()).doesNotContain("ben@example.com");
    }
  }

  @Test
  void tokensThatCannotBeMadeOrRevokedSayWhatToDo() {
    try (var bridle = RunningBridle.start()) {
      var caller =
          Map.of(
              "BRIDLE_API_TOKEN", setup(bridle).json().path("api_token").asString(),
              "BRIDLE_URL", bridle.url());

      var made = run(caller, "admin", "token", "create", "--email", "ana@example.com");
      var api = run(caller, "admin", "token", "revoke", "x");
      var agent = run(caller, "admin", "token", "revoke", "x", "--kind", "agent");

      assertThat(made.status()).isEqualTo(2);
      assertThat(made.err())
          .startsWith("bridle: --scopes is needed for an API token, with one or more of read_")
          .contains("write_builds, ")
          .hasLineCount(1);
      assertThat(api.err())
          .isEqualTo(
              "bridle: There is no API token with the id x; --kind agent revokes an agent token.\n");
      assertThat(agent.err())
          .isEqualTo(
              "bridle: There is no agent token with the id x in this cluster;"
                  + " without --kind agent an API token is revoked.\n");
    }
  }

  @Test
  void auditEventsNameTheCommandLine() {
    try (var bridle = RunningBridle.start()) {
      String token = setup(bridle).json().path("api_token").asString();
      var caller = Map.of("BRIDLE_API_TOKEN", token, "BRIDLE_URL", bridle.url());
      run(caller, "admin", "member", "add", "--email", "ben@example.com");

      var events = bridle.as(token).get("/v2/organizations/acme/audit-events").json();

      assertThat(events.at("/items/0/context/request_user_agent").asString())
          .startsWith("bridle-admin/");
    }
  }

  @Test
  void refusalsOfTheServerAreOneSentence() {
    try (var bridle = RunningBridle.start()) {
      var stranger = Map.of("BRIDLE_API_TOKEN", "nonsense", "BRIDLE_URL", bridle.url());
      var list = run(stranger, "admin", "token", "list");

      assertThat(list.status()).isEqualTo(1);
      assertThat(list.err()).isEqualTo("bridle: This API token is not valid or was revoked.\n");
    }
  }

  @Test
  void aServerThatDoesNotRunIsOneSentence() {
    var data = Engine.temporaryFolder();
    var gone = Map.of("BRIDLE_API_TOKEN", "x", "BRIDLE_URL", "http://127.0.0.1:1");

    assertThat(
            run(
                    Map.of(),
                    "admin",
                    "setup",
                    "--data",
                    data.toString(),
                    "--organization",
                    "acme",
                    "--email",
                    "a@b.c")
                .err())
        .contains("No server runs");
    assertThat(run(gone, "admin", "token", "list").err())
        .contains("can't be reached")
        .hasLineCount(1);
  }

  @Test
  void wrongUseIsOneSentenceAndStatus2() {
    assertThat(run(Map.of(), "serve", "--lsten", "x").status()).isEqualTo(2);
    assertThat(run(Map.of(), "serve", "--lsten", "x").err()).contains("--lsten").hasLineCount(1);
    assertThat(run(Map.of(), "serve", "--listen", "nowhere").err())
        .isEqualTo("bridle: --listen must be HOST:PORT, but is 'nowhere'.\n");
    assertThat(run(Map.of(), "admin", "token", "list").status()).isEqualTo(2);
    assertThat(run(Map.of(), "admin").err())
        .contains("setup, member, sign-in-link, token")
        .hasLineCount(1);
    assertThat(run(Map.of()).err()).contains("serve, runner or admin").hasLineCount(1);
  }

  @Test
  void everyPlainSettingIsAFlagWithHelp() {
    var help = run(Map.of(), "serve", "--help");

    assertThat(help.status()).isZero();
    for (var setting : dev.bridle.BridleSettings.ALL) {
      assertThat(help.out())
          .contains(
              setting.kind() == dev.bridle.config.Setting.Kind.PLAIN
                  ? setting.flag() + "="
                  : setting.variable());
    }
  }

  @Test
  void helpFitsAnOrdinaryTerminalAndSetsSecretsInColumns() {
    var help = run(Map.of(), "serve", "--help").out();

    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    assertThat(help.substring(help.indexOf("NAME_FILE")).lines().skip(1))
        .allMatch(line -> line.startsWith("  BRIDLE_") || line.startsWith(" ".repeat(29)));
    assertThat(help).contains("`master.key`");
  }

  @Test
  void aPasswordIsReadFromAFile() throws Exception {
    try (var bridle = RunningBridle.start()) {
      var file =
          Files.writeString(bridle.data().resolve("password"), RunningBridle.PASSWORD + "\n");
      setup(bridle, "--password-file", file.toString());
      assertThat(bridle.walker().signedIn(RunningBridle.ANA, RunningBridle.PASSWORD).get("/acme"))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  @Test
  void aNewServerHasALinkUntilItIsSetUp() {
    try (var bridle = RunningBridle.start()) {
      String link = bridle.setupLink().orElseThrow().reveal();
      assertThat(link).isEqualTo(bridle.url() + "/setup?secret=" + bridle.setupSecret());
      bridle.setUp();
      assertThat(bridle.setupLink()).isEmpty();
    }
  }

  private static Ran setup(RunningBridle bridle, String... more) {
    var words =
        Stream.of(
            "admin",
            "setup",
            "--data",
            bridle.data().toString(),
            "--organization",
            "acme",
            "--email",
            "ana@example.com",
            "--json");
    return run(Map.of(), Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private static Ran run(Map<String, String> variables, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            variables,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
