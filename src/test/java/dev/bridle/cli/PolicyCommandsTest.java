package dev.bridle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policy and kill switches on the command line. */
class PolicyCommandsTest {
  private final RunningBridle bridle = RunningBridle.start();
  private final String token = bridle.setUp().path("api_token").asString();
  private final Path file = Engine.temporaryFolder().resolve("policy.json");

  @AfterEach
  void close() {
    bridle.close();
  }

  private record Ran(int status, String out, String err) {}

  private Ran run(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Map.of("BRIDLE_URL", bridle.url(), "BRIDLE_API_TOKEN", token),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            words);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String admin(String words) {
    var ran = run(("admin " + words).split(" ", -1));
    assertThat(ran.status()).as(ran.err() + ran.out()).isZero();
    return ran.out();
  }

  private void write(String policy) throws IOException {
    Files.writeString(file, policy.replace('\'', '"'));
  }

  @Test
  void thePolicyIsShownChangedAndShownAgain() throws IOException {
    assertThat(admin("policy show"))
        .startsWith("Version 0, built in\n")
        .contains("deny   fork-builds", "limit  money-and-data", "allow  own-builds");
    write("{'rules':[{'id':'all','effect':'allow'}]}");
    assertThat(admin("policy set --file " + file))
        .isEqualTo("Version 1 of the policy is in force.\n");
    assertThat(admin("policy show")).startsWith("Version 1 of 20").contains("allow  all");
    Files.writeString(file, admin("policy show --json"));
    assertThat(admin("policy set --file " + file)).contains("Version 2");
    assertThat(admin("policy show --version 0")).contains("built in");
  }

  @Test
  void whatIsWrongIsToldInOneSentence() throws IOException {
    write("{'version':0,'rules':[{'id':'r','effect':'permit'}]}");
    var wrong = run("admin", "policy", "set", "--file", file.toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("The rule `r`: `effect` must be allow, deny or limit.");
    write("{'rules':[]}");
    var old = run("admin", "policy", "set", "--file", file.toString(), "--version", "5");
    assertThat(old.err()).contains("Version 5 of the policy is not the newest one");
    write("[");
    assertThat(run("admin", "policy", "set", "--file", file.toString()).err())
        .contains("is not valid JSON");
  }

  @Test
  void aDecisionIsExplained() {
    assertThat(admin("policy explain --model claude-sonnet-5-5 --pipeline web --max-tokens 5"))
        .startsWith("Allowed by own-builds, version 0\n")
        .contains("deny   fork-builds", "does not", "matches");
    assertThat(admin("policy explain --model m --fork"))
        .startsWith("Denied by fork-builds, version 0\nPolicy rule `fork-builds`");
    assertThat(admin("policy explain --model m --tool web_search_20250305=50"))
        .startsWith("Denied by money-and-data")
        .contains("asks for 50");
    assertThat(admin("policy explain --model m --field speed=fast")).contains("`speed`");
    assertThat(admin("policy explain --model m --beta a --beta fast-mode-x"))
        .contains("`fast-mode-x`");
    assertThat(admin("policy explain --model m --json")).contains("\"decision\":\"allowed\"");
    assertThat(run("admin", "policy", "explain", "--model", "m", "--job", "x").status())
        .isEqualTo(1);
  }

  @Test
  void callsAreStoppedAndLetGo() {
    assertThat(admin("kill-switch list")).isEqualTo("No kill switch is in force.\n");
    var words =
        List.of(
            "admin",
            "kill-switch",
            "create",
            "--level",
            "model",
            "--target",
            "claude-opus-*",
            "--reason",
            "Too dear");
    assertThat(run(words.toArray(String[]::new)).out())
        .startsWith("Stopped: ")
        .contains("model claude-opus-*: Too dear");
    String id = admin("kill-switch list").split(" ", -1)[0];
    assertThat(admin("kill-switch end " + id)).isEqualTo("The kill switch " + id + " is over.\n");
    assertThat(admin("kill-switch list --ended")).contains(id, ", until 20");
    assertThat(run("admin", "kill-switch", "end", id).status()).isEqualTo(1);
  }
}
