package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Program;
import dev.bridle.testing.RunningBridle;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A server, a real agent, and a provider that holds its streams back. */
final class Scene implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * A line of a job that asks the provider and prints the stream; {@link #QUESTION} goes before.
   */
  static final String ASK =
      """
      curl -sS -N "$BUILDKITE_AGENT_ENDPOINT/ai/anthropic/v1/messages" \
      -H "x-api-key: $BUILDKITE_AGENT_ACCESS_TOKEN" -H "content-type: application/json" \
      -d @question.json\
      """;

  static final String QUESTION =
      """
      echo '{"model":"claude-sonnet-5","max_tokens":100,"stream":true,\
      "messages":[{"role":"user","content":"Go on"}]}' > question.json\
      """;

  final HeldStream stream = new HeldStream();
  final FakeProvider provider = new FakeProvider(stream);
  final Site site;
  final AgentProcess agent;

  private Scene(Engine engine, Map<String, String> flags) {
    var all = new HashMap<>(flags);
    all.putAll(RunningBridle.on(engine));
    all.put("anthropic-url", provider.url().toString());
    site = Site.start(all, Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-operator"));
    site.connect(Map.of("method", "hosted"));
    agent = AgentProcess.start(Program.BUILDKITE_AGENT_3_137_0, site);
  }

  static Scene on(Engine engine, Map<String, String> flags) {
    return new Scene(engine, flags);
  }

  /** A build whose only job runs these lines. */
  Site.Build run(String... lines) {
    var steps = new StringBuilder("steps:\n  - command: |\n");
    List.of(lines).forEach(line -> steps.append("      ").append(line).append('\n'));
    return site.run("fault", steps.toString());
  }

  void untilLogSays(Site.Build build, String text) {
    Site.awaitUntil(SOON, () -> site.lastLog(build).contains(text));
  }

  void untilAsked(int messages) {
    Site.awaitUntil(SOON, () -> provider.messages() == messages);
  }

  /** Tells the server to stop, and waits until it has begun to. */
  void terminate() {
    site.server().terminate();
    Site.awaitUntil(SOON, () -> site.server().output().contains("Bridle is stopping."));
  }

  void killServerAndStartAgain() {
    site.server().kill();
    startAgain();
  }

  void startAgain() {
    site.server().startAgain();
    site.reconnect();
  }

  String endOf(Site.Build build) {
    return site.await(build, PATIENCE).path("state").asString();
  }

  JsonNode lastJob(Site.Build build) {
    return Site.jobs(site.show(build)).getLast();
  }

  static void isSettled(JsonNode call, String outcome, String certainty) {
    assertThat(call.path("outcome").asString()).isEqualTo(outcome);
    assertThat(call.path("certainty").asString()).isEqualTo(certainty);
    assertThat(call.path("settled_at").asString("")).isNotEmpty();
  }

  @Override
  public void close() {
    agent.close();
    site.close();
    provider.close();
  }
}
