package dev.bridle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands and settings of the page about people, as they stand there. */
class PeoplePageExamplesTest {
  private static final Path PAGE = Path.of("docs", "people.md");
  private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s\\\\]+)");
  private static final Pattern SETTING = Pattern.compile("`--([a-z-]+) ([^`]+)`");

  private static List<List<String>> commands() throws IOException {
    return COMMAND
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> words(found.group(1)))
        .toList();
  }

  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }

  @Test
  void aLinkIsMadeOnTheServersOwnMachine() throws IOException {
    var command = commands().getFirst();
    assertThat(command).startsWith("./bridle", "admin", "sign-in-link");
    try (var bridle = RunningBridle.start()) {
      bridle.setUpForPeople();
      var typed = new ArrayList<>(command.subList(1, command.size()));
      typed.replaceAll(word -> word.equals("data") ? bridle.data().toString() : word);
      var said = new ByteArrayOutputStream();
      var out = new PrintStream(said, true, StandardCharsets.UTF_8);

      int status = Main.run(Map.of(), out, out, typed.toArray(String[]::new));

      String link = said.toString(StandardCharsets.UTF_8).strip();
      assertThat(status).as(link).isZero();
      assertThat(link).startsWith(bridle.url());
      assertThat(bridle.walker().get(link.substring(bridle.url().length())).body())
          .contains("Ana Torres");
    }
  }

  @Test
  void aServerOffersItsIdentityProvider() throws IOException {
    var command = commands().getLast();
    int serve = command.indexOf("serve");
    var flags = new HashMap<String, String>();
    for (int i = serve + 1; i < command.size(); i += 2) {
      flags.put(command.get(i).substring(2), command.get(i + 1));
    }
    String[] secret = command.getFirst().split("=", 2);
    try (var bridle =
        RunningBridle.start(Engine.SQLITE, flags, Map.of(secret[0], "of the provider"))) {
      new Calls(bridle.localUrl(), "Bearer " + bridle.setupSecret())
          .post("/v2/setup", Map.of("organization", "acme", "email", RunningBridle.ANA));
      assertThat(secret[1]).as("no secret stands on the page").isEqualTo("\u2026");
      assertThat(new Walker(bridle.localUrl()).get("/login").body())
          .contains("Sign in with Acme login");
    }
  }

  @Test
  void everySettingOfThePageIsTaken() throws IOException {
    var flags = new HashMap<String, String>();
    SETTING
        .matcher(Files.readString(PAGE))
        .results()
        .forEach(found -> flags.put(found.group(1), found.group(2)));
    assertThat(flags)
        .containsOnlyKeys(
            "trusted-proxies",
            "oidc-role-claim",
            "oidc-admins",
            "oidc-members",
            "oidc-unverified-emails");
    flags.put("oidc-issuer", "https://id.example.com");
    flags.put("oidc-client-id", "bridle");
    RunningBridle.start(
            Engine.SQLITE, flags, Map.of("BRIDLE_OIDC_CLIENT_SECRET", "of the provider"))
        .close();
  }

  @Test
  void allOfThePagesCommandsAreAmongThem() throws IOException {
    assertThat(commands()).hasSize(2);
  }
}
