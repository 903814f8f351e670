package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The founding example in its two homes, run by a real agent and checked to its last trace. */
final class FoundingExample {
  /** The whole life of one build. */
  record Ran(Site.Build build, JsonNode shown, JsonNode job) {}

  /** Where agents look for steps in a repository. */
  static final String STEPS = ".buildkite/pipeline.yml";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UPLOAD =
      """
      steps:
        - label: "Upload"
          command: "buildkite-agent pipeline upload"
      """;

  private final Site site;

  FoundingExample(Site site) {
    this.site = site;
  }

  static String yaml() {
    try (InputStream in = FoundingExample.class.getResourceAsStream("/try/founding-example.yml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the pipeline's own steps. */
  Ran stored(Program agent, String pipeline, GitRepository repository) {
    return run(agent, pipeline, repository, yaml());
  }

  /** From the repository, by a step that uploads it. */
  Ran uploaded(Program agent, String pipeline, GitRepository repository) {
    return run(agent, pipeline, repository, UPLOAD);
  }

  private Ran run(Program agent, String pipeline, GitRepository repository, String configuration) {
    site.createPipeline(pipeline, repository.url(), configuration);
    var build = site.createBuild(pipeline, repository.commit());
    try (var running = AgentProcess.start(agent, site)) {
      var shown = site.await(build, PATIENCE);
      var job = Site.jobs(shown).getLast();
      assertThat(shown.path("state").asString())
          .as("%s\n%s", site.log(build, job), running.output())
          .isEqualTo("passed");
      return new Ran(build, shown, job);
    }
  }

  /** The answer arrived, and everything that Bridle says of the call is right. */
  void isWholeFor(Ran ran, String agentVersion, String commit) {
    assertThat(ran.job.path("agent").path("version").asString()).isEqualTo(agentVersion);
    assertThat(site.log(ran.build, ran.job))
        .contains("\"type\":\"message\"", "[sandbox] You asked");
    assertThat(ran.shown.path("ai").path("calls").asInt()).isEqualTo(1);
    assertThat(ran.shown.path("ai").path("output_tokens").asInt()).isPositive();
    usageNames("pipeline", ran.build.pipeline());
    usageNames("build", ran.build.pipeline() + "/" + ran.build.number());
    usageNames("job", ran.job.path("id").asString());
    assertThat(site.callsOf(ran.job)).singleElement().satisfies(call -> rowIs(call, ran, commit));
  }

  /** No token of a job is kept or shown, neither in its data folder nor in what was printed. */
  void leftNoToken(Ran ran) {
    var search = new TokenSearch();
    search.folder(site.server().data());
    search.text("output", site.server().output());
    for (String answer : site.answersAbout(ran.build)) {
      search.text("REST", answer);
    }
    assertThat(search.places()).isEmpty();
    assertThat(search.searched()).isGreaterThan(20);
    // The agent did replace variables before it sent the step; the token is a reference again.
    assertThat(ran.job.path("command").asString())
        .contains(site.server().url() + "/v3/ai/anthropic", "$BUILDKITE_AGENT_ACCESS_TOKEN");
  }

  private void usageNames(String groupBy, String key) {
    var usage = site.usage(groupBy, key);
    assertThat(usage.path("calls").asInt()).as("%s %s", groupBy, key).isEqualTo(1);
    assertThat(usage.path("input_tokens").asInt()).isPositive();
  }

  private static void rowIs(JsonNode call, Ran ran, String commit) {
    assertThat(call.path("pipeline").asString()).isEqualTo(ran.build.pipeline());
    assertThat(call.path("build_number").asLong()).isEqualTo(ran.build.number());
    assertThat(call.path("build_id").asString()).isEqualTo(ran.shown.path("id").asString());
    assertThat(call.path("agent_id").asString())
        .isEqualTo(ran.job.path("agent").path("id").asString());
    assertThat(call.path("branch").asString()).isEqualTo("main");
    assertThat(call.path("commit").asString()).isEqualTo(commit);
    assertThat(call.path("model_asked").asString()).isEqualTo("claude-3-5-sonnet");
    assertThat(call.path("model_sent").asString()).startsWith("claude-sonnet-");
    assertThat(call.path("outcome").asString()).isEqualTo("completed");
    assertThat(call.path("certainty").asString()).isEqualTo("exact");
    assertThat(call.path("status").asInt()).isEqualTo(200);
  }
}
