package dev.bridle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.e2e.Bridled;
import dev.bridle.e2e.ServerProcess;
import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's first pipeline, typed against a running server with the built-in runner. */
@Tag("e2e")
@Needs(Program.CURL)
class CommandLineTest {
  private final Path folder = Engine.temporaryFolder();
  private final ServerProcess server = ServerProcess.start(Map.of(), Map.of());
  private final Map<String, String> tokens = tokens();
  private final Process runner =
      Bridled.start(
          Map.of("BRIDLE_AGENT_TOKEN", String.valueOf(tokens.get("agent"))),
          folder.resolve("runner.log"),
          "runner",
          "--endpoint",
          server.url() + "/v3",
          "--build-path",
          folder.resolve("builds").toString());

  private Map<String, String> tokens() {
    var made = server.setUp();
    return Map.of(
        "api", made.path("api_token").asString(), "agent", made.path("agent_token").asString());
  }

  @AfterEach
  void stop() {
    runner.descendants().forEach(ProcessHandle::destroyForcibly);
    runner.destroyForcibly();
    server.close();
  }

  @Test
  void fromAConnectedProviderToTheUsageOfABuild() throws Exception {
    var file = folder.resolve("pipeline.yml");
    try (var yaml = Main.class.getResourceAsStream("/try/founding-example.yml")) {
      Files.write(file, Objects.requireNonNull(yaml).readAllBytes());
    }

    assertThat(admin("provider connect anthropic --method sandbox"))
        .isEqualTo("anthropic is connected (sandbox), enabled.\n");
    assertThat(admin("pipeline create --name Hello --file " + file))
        .isEqualTo("Pipeline hello is made.\n");
    assertThat(admin("build create --pipeline hello --message First --wait"))
        .startsWith("Build 1: " + server.url())
        .endsWith("  passed\n");
    assertThat(admin("build log --pipeline hello --number 1")).contains("[sandbox] You asked");
    assertThat(admin("build show --pipeline hello --number 1")).contains("\"passed\"", "\"ai\"");
    assertThat(admin("usage --group-by build")).containsPattern("hello/1 +1 ");
  }

  @Test
  void aConnectionIsSwitchedAndRemoved() {
    admin("provider connect anthropic --method sandbox");

    assertThat(admin("provider disable anthropic")).contains("disabled");
    assertThat(admin("provider show anthropic")).contains("(sandbox), disabled");
    assertThat(admin("provider enable anthropic")).contains("enabled");
    assertThat(admin("provider disconnect anthropic")).isEqualTo("anthropic is disconnected.\n");
    assertThat(run("provider show anthropic").status()).isEqualTo(1);
  }

  private record Ran(int status, String out, String err) {}

  private String admin(String words) {
    var ran = run(words);
    assertThat(ran.status()).as(ran.err() + ran.out()).isZero();
    return ran.out();
  }

  private Ran run(String words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            Map.of(
                "BRIDLE_URL", server.url(), "BRIDLE_API_TOKEN", String.valueOf(tokens.get("api"))),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            ("admin " + words).split(" ", -1));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
