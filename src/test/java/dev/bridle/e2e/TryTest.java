package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a newcomer types first. */
@Tag("e2e")
@Needs(Program.CURL)
class TryTest {
  private final Path folder = Engine.temporaryFolder();

  @Test
  void aFirstJobGetsItsAnswerAndSoDoesASecondOnTheSameData() throws Exception {
    assertThat(output("first")).contains("/builds/1");
    assertThat(output("second")).contains("/builds/2");
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
        .containsPattern("Build +http://127.0.0.1:\\d+/");
    return said;
  }
}
