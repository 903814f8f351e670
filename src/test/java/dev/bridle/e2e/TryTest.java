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
