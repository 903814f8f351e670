package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every example of the guide, as it stands there, one after the other: commands of an administrator
 * in a shell, steps and programs as real jobs of the built-in runner.
 */
@Tag("e2e")
@Needs({
  Program.CURL,
  Program.CLAUDE_CODE,
  Program.NPM_ANTHROPIC,
  Program.NPM_OPENAI,
  Program.PYPI_ANTHROPIC,
  Program.PYPI_OPENAI,
  Program.BUILDKITE_AGENT_3_137_0
})
class GuideTest {
  private static final Path GUIDE = Path.of("docs", "guide");
  private static final Program AGENT = Program.BUILDKITE_AGENT_3_137_0;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder = Engine.temporaryFolder();
  private final Site site = Site.withSandbox(Map.of());
  private @Nullable RunnerWithClients runner;
  private int builds;

  @BeforeEach
  void startRunner() throws IOException {
    runner = new RunnerWithClients(site, folder);
  }

  @AfterEach
  void close() {
    if (runner != null) {
      runner.close();
    }
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "anthropic.md",
        "openai.md",
        "usage.md",
        "policy.md",
        "allowances.md",
        "agents.md"
      })
  void everyExampleOfAPageWorks(String page) throws Exception {
    if (page.equals("usage.md")) {
      // There is something to be told of.
      ran(GuideExample.of(GUIDE.resolve("README.md")).get(2));
    }
    for (GuideExample example : GuideExample.of(GUIDE.resolve(page))) {
      run(example);
    }
  }

  @Test
  void everyPageIsAmongThem() throws IOException {
    try (var pages = Files.list(GUIDE)) {
      assertThat(pages.map(page -> String.valueOf(page.getFileName())))
          .containsExactlyInAnyOrder(
              "README.md",
              "anthropic.md",
              "openai.md",
              "usage.md",
              "policy.md",
              "allowances.md",
              "agents.md");
    }
    try (var pages = Files.list(GUIDE)) {
      assertThat(pages)
          .allSatisfy(
              page -> assertThat(GuideExample.of(page)).hasSize((int) GuideExample.fences(page)));
    }
  }

  private void run(GuideExample example) throws Exception {
    if (example.file().isPresent()) {
      Files.writeString(folder.resolve(example.file().get()), example.text());
      return;
    }
    String output =
        switch (example.language()) {
          case "sh" -> typed(example);
          case "yaml", "python", "ts" -> ran(example);
          default -> throw new AssertionError("nothing runs this: " + example);
        };
    example.prints().ifPresent(words -> assertThat(output).as(example.toString()).contains(words));
  }

  /** What an administrator types. */
  private String typed(GuideExample example) throws Exception {
    var builder =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", example.text())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("BRIDLE_URL", site.server().url());
    builder.environment().put("BRIDLE_API_TOKEN", site.apiToken());
    builder.environment().put("BRIDLE_AGENT_TOKEN", site.agentToken());
    builder
        .environment()
        .merge("PATH", String.valueOf(AGENT.path().getParent()), (all, one) -> one + ":" + all);
    var process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(example + "\n" + output).isZero();
    return output;
  }

  /** As a job; the log of it. */
  private String ran(GuideExample example) {
    var build = site.run("guide-" + ++builds, example.steps());
    var shown = site.await(build, PATIENCE);
    String log = site.lastLog(build);
    assertThat(shown.path("state").asString()).as(example + "\n" + log).isEqualTo("passed");
    // Who asked a model got something for it.
    if (example.language().equals("python") || example.language().equals("ts")) {
      assertThat(log).as(example.toString()).contains("[sandbox]");
      assertThat(site.callsOf(Site.jobs(shown).getLast())).hasSize(1);
    }
    return log;
  }
}
