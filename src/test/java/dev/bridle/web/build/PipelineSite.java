package dev.bridle.web.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.TestAgent;
import dev.bridle.web.Tab;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A server with people, pipelines and an agent that does what it is told. */
final class PipelineSite implements AutoCloseable {
  final RunningBridle bridle;
  private final JsonNode tokens;

  PipelineSite() {
    this(Engine.SQLITE);
  }

  PipelineSite(Engine engine) {
    bridle = RunningBridle.start(Engine.temporaryFolder(), RunningBridle.on(engine));
    tokens = bridle.setUpForPeople();
  }

  PipelineSite(Engine engine, Map<String, String> flags, Map<String, String> variables) {
    bridle = RunningBridle.start(engine, flags, variables);
    tokens = bridle.setUpForPeople();
  }

  String apiToken() {
    return tokens.path("api_token").asString();
  }

  String agentToken() {
    return tokens.path("agent_token").asString();
  }

  TestAgent agent() {
    return TestAgent.register(
        bridle.localUrl(), tokens.path("agent_token").asString(), "queue=default");
  }

  Tab ana() {
    return Tab.of(bridle, RunningBridle.ANA);
  }

  Tab ben() {
    return Tab.of(bridle, RunningBridle.BEN);
  }

  /** Makes a pipeline; answers its slug. */
  String pipeline(String name, String yaml) {
    var made =
        bridle
            .as(apiToken())
            .post(
                "/v2/organizations/acme/pipelines",
                Map.of("name", name, "repository", "", "configuration", yaml));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("slug").asString();
  }

  JsonNode build(String pipeline, String message) {
    return build(pipeline, Map.of("commit", "HEAD", "branch", "main", "message", message));
  }

  JsonNode build(String pipeline, Map<String, ?> wanted) {
    var made =
        bridle
            .as(apiToken())
            .post("/v2/organizations/acme/pipelines/" + pipeline + "/builds", wanted);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  /** The id of the build's job with this label. */
  static String job(JsonNode build, String label) {
    for (JsonNode job : build.path("jobs")) {
      if (job.path("name").asString("").equals(label)) {
        return job.path("id").asString();
      }
    }
    throw new AssertionError("no job " + label + " in " + build);
  }

  @Override
  public void close() {
    bridle.close();
  }
}
