package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.Walker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a newcomer types first. */
@Tag("e2e")
@Needs(Program.CURL)
class TryTest {
  private static final Pattern LINK =
      Pattern.compile(
          "Sign in +(?<server>http://127.0.0.1:\\d+)(?<path>/login/link\\?token=(?<token>\\w+)&to=\\S+)");

  private final Path folder = Engine.temporaryFolder();

  @Test
  void aFirstJobGetsItsAnswerAndSoDoesASecondOnTheSameData() throws Exception {
    assertThat(output("first")).contains("/builds/1");
    assertThat(output("second")).contains("/builds/2");
  }

  @Test
  void theLinkThatItPrintsSignsInAndLeadsToTheBuild() throws Exception {
    Path output = folder.resolve("serving");
    var data = folder.resolve("data").toString();
    var process = Bridled.start(Map.of(), output, "try", "--data", data);
    try {
      var link = LINK.matcher("");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> link.reset(Files.readString(output)).find() || !process.isAlive());
      assertThat(link.reset(Files.readString(output)).find()).as(Files.readString(output)).isTrue();
      var someone = new Walker(link.group("server"));
      assertThat(someone.get(link.group("path")).body()).contains("you@example.com");
      var came =
          someone.submit(
              "/login/link",
              link.group("path"),
              Map.of("token", link.group("token"), "to", "/try/founding-example/builds/1"));
      assertThat(came.headers().firstValue("Location")).contains("/try/founding-example/builds/1");
      assertThat(link.group("path")).endsWith("&to=%2Ftry%2Ffounding-example%2Fbuilds%2F1");
      assertThat(someone.get("/try").statusCode()).isEqualTo(200);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aJobThatFailsIsShownAndCanBeLookedAt() throws Exception {
    Path output = folder.resolve("failing");
    var process = Bridled.start(withoutNetwork(), output, "try", "--data", data("failing"));
    try {
      var link = LINK.matcher("");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> link.reset(Files.readString(output)).find() || !process.isAlive());
      String said = Files.readString(output);
      assertThat(said)
          .contains("curl has no way out", "The job did not get an answer; its log is above.")
          .containsPattern(
              "State +failed\nBuild +http://127.0.0.1:\\d+/try/founding-example/builds/1")
          .contains("To look at the build that went wrong in a browser");
      assertThat(link.reset(said).find()).as(said).isTrue();
      assertThat(link.group("path")).endsWith("&to=%2Ftry%2Ffounding-example%2Fbuilds%2F1");
      assertThat(new Walker(link.group("server")).get("/login").statusCode()).isEqualTo(200);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withOnceAJobThatFailsEndsItAndTheExitCodeSaysSo() throws Exception {
    Path output = folder.resolve("failing-once");
    var process =
        Bridled.start(withoutNetwork(), output, "try", "--once", "--data", data("failing-once"));
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isEqualTo(1);
    assertThat(said).contains("The job did not get an answer").doesNotContain("Sign in");
  }

  private String data(String name) {
    return folder.resolve("data-" + name).toString();
  }

  /** Jobs find a curl that reaches nothing. */
  private Map<String, String> withoutNetwork() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path curl = programs.resolve("curl");
    Files.writeString(curl, "#!/bin/sh\necho curl has no way out\nexit 7\n");
    assertThat(curl.toFile().setExecutable(true)).isTrue();
    return Map.of("PATH", programs + java.io.File.pathSeparator + System.getenv("PATH"));
  }

  private String output(String name) throws Exception {
    Path output = folder.resolve(name);
    var data = folder.resolve("data").toString();
    var process = Bridled.start(Map.of(), output, "try", "--once", "--data", data);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said)
        .containsPattern("Answer +\\[sandbox] You asked")
        .containsPattern("Tokens +[1-9]\\d* in, [1-9]\\d* out, of 1 call")
        .containsPattern("Cost +\\$0")
        .containsPattern("Refused +The allowance of 1 request in all for build .+ has 0 left")
        .containsPattern("Build +http://127.0.0.1:\\d+/try/founding-example/builds/\\d+");
    return said;
  }
}
