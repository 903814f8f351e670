package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The founding example in both its homes, run by real agents from 2023 to 2026. */
@Tag("e2e")
@Needs({Program.GIT, Program.CURL})
class RealAgentsTest {
  private static final String ENV_FORM =
      """
      steps:
        - label: "Ask"
          env:
            ANTHROPIC_BASE_URL: "$BUILDKITE_AGENT_ENDPOINT/ai/anthropic"
            ANTHROPIC_API_KEY: "$BUILDKITE_AGENT_ACCESS_TOKEN"
          command: |
            curl -sS -f "$$ANTHROPIC_BASE_URL/v1/messages" -H "x-api-key: $$ANTHROPIC_API_KEY" \\
              -H "content-type: application/json" \\
              -d '{"model":"claude-sonnet-5","max_tokens":50,"messages":[{"role":"user","content":"Hi"}]}'
      """;

  private static Site site;
  private static FoundingExample example;

  @BeforeAll
  static void start() {
    site = Site.withSandbox(Map.of());
    example = new FoundingExample(site);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_50_4)
  void agent3504RunsTheStoredExample() {
    stored(Program.BUILDKITE_AGENT_3_50_4, "3.50.4", repository());
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_50_4)
  void agent3504RunsTheExampleFromItsRepository() {
    uploaded(Program.BUILDKITE_AGENT_3_50_4, "3.50.4");
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_78_0)
  void agent3780RunsTheStoredExample() {
    stored(Program.BUILDKITE_AGENT_3_78_0, "3.78.0", repository());
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_78_0)
  void agent3780RunsTheExampleFromItsRepository() {
    uploaded(Program.BUILDKITE_AGENT_3_78_0, "3.78.0");
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_137_0)
  void agent31370RunsTheStoredExampleWithoutARepository() {
    stored(Program.BUILDKITE_AGENT_3_137_0, "3.137.0", new GitRepository("", "HEAD"));
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_137_0)
  void agent31370RunsTheExampleFromItsRepository() {
    uploaded(Program.BUILDKITE_AGENT_3_137_0, "3.137.0");
  }

  @Test
  @Needs(Program.BUILDKITE_AGENT_3_137_0)
  void theDocumentedVariablesWorkFromARepository() {
    var repository = GitRepository.holding(FoundingExample.STEPS, ENV_FORM);
    var ran = example.uploaded(Program.BUILDKITE_AGENT_3_137_0, "variables", repository);

    assertThat(site.callsOf(ran.job())).hasSize(1);
    assertThat(site.log(ran.build(), ran.job())).contains("\"type\":\"message\"");
    assertThat(search(ran).places()).isEmpty();
  }

  private static TokenSearch search(FoundingExample.Ran ran) {
    var search = new TokenSearch();
    search.folder(site.server().data());
    site.answersAbout(ran.build()).forEach(answer -> search.text("REST", answer));
    return search;
  }

  private static GitRepository repository() {
    return GitRepository.holding(FoundingExample.STEPS, FoundingExample.yaml());
  }

  private static void stored(Program agent, String version, GitRepository repository) {
    var ran = example.stored(agent, "stored-" + version.replace('.', '-'), repository);
    example.isWholeFor(ran, version, repository.commit());
  }

  private static void uploaded(Program agent, String version) {
    var repository = repository();
    var ran = example.uploaded(agent, "uploaded-" + version.replace('.', '-'), repository);
    example.isWholeFor(ran, version, repository.commit());
    example.leftNoToken(ran);
  }
}
