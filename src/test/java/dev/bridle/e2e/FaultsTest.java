package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Servers and agents that die, and jobs that are canceled, in the middle of their work. */
@Tag("e2e")
@Needs({Program.CURL, Program.BUILDKITE_AGENT_3_137_0})
class FaultsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String ASK =
      """
      curl -sS -N "$BUILDKITE_AGENT_ENDPOINT/ai/anthropic/v1/messages" \
      -H "x-api-key: $BUILDKITE_AGENT_ACCESS_TOKEN" -H "content-type: application/json" \
      -d @question.json\
      """;

  private static final String QUESTION =
      """
      echo '{"model":"claude-sonnet-5","max_tokens":100,"stream":true,\
      "messages":[{"role":"user","content":"Go on"}]}' > question.json\
      """;

  private final HeldStream stream = new HeldStream();
  private final FakeProvider provider = new FakeProvider(stream);
  private Site site;
  private AgentProcess agent;

  @BeforeEach
  void start() {
    var flags = Map.of("anthropic-url", provider.url().toString(), "agent-lost-seconds", "4");
    site = Site.start(flags, Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-operator"));
    site.connect(Map.of("method", "hosted"));
    agent = AgentProcess.start(Program.BUILDKITE_AGENT_3_137_0, site);
  }

  @AfterEach
  void stop() {
    agent.close();
    site.close();
    provider.close();
  }

  @Test
  void aJobOutlivesItsKilledServerAndItsWholeLogIsThere() {
    var build = run("for i in 1 2 3 4 5 6 7 8; do echo \"line $$i of 8\"; sleep 1; done");
    logSays(build, "line 2 of 8");

    killAndStartAgain();

    assertThat(end(build)).isEqualTo("passed");
    var lines = IntStream.rangeClosed(1, 8).mapToObj("line %d of 8"::formatted).toList();
    assertThat(site.lastLog(build).lines().map(FaultsTest::plain).filter(lines::contains))
        .containsExactlyElementsOf(lines);
  }

  @Test
  void noCallIsMissingOrOpenAfterTheServerWasKilledInTheMiddleOfStreams() {
    var build =
        run(
            QUESTION,
            "for i in 1 2 3; do (" + ASK + " || true) & done",
            "wait",
            "echo \"and\"\" on\"");
    Site.awaitUntil(SOON, () -> provider.messages() == 3);
    logSays(build, "message_start");

    killAndStartAgain();
    stream.release();

    assertThat(end(build)).isEqualTo("passed");
    assertThat(site.lastLog(build)).contains("and on").doesNotContain("message_stop");
    assertThat(site.calls())
        .hasSize((int) provider.messages())
        .allSatisfy(call -> {
          outcome(call, "gateway_killed", "floor");
          assertThat(call.path("settled_at").asString("")).isNotEmpty();
          assertThat(call.path("cost_at_most_usd").asString("0")).isNotEqualTo("0");
          assertThat(call.path("job_id").asString()).isEqualTo(job(build));
        });
  }

  @Test
  void aServerThatIsToldToStopLetsItsStreamsEnd() {
    var build = run(QUESTION, ASK, "echo \"and\"\" on\"");
    logSays(build, "Half");

    site.server().terminate();
    Site.awaitUntil(SOON, () -> site.server().output().contains("Bridle is stopping."));
    assertThat(site.server().isAlive()).isTrue();
    stream.release();

    assertThat(site.server().awaitEnd()).isZero();
    site.server().startAgain();
    site.reconnect();
    assertThat(end(build)).isEqualTo("passed");
    assertThat(site.lastLog(build)).contains("message_stop", "and on");
    assertThat(site.calls())
        .singleElement()
        .satisfies(call -> {
          outcome(call, "completed", "exact");
          assertThat(call.path("output_tokens").asInt()).isEqualTo(15);
        });
  }

  @Test
  void aJobWhoseAgentIsKilledFails() {
    var build = run("echo \"at\"\" work\"; sleep 60");
    logSays(build, "at work");

    agent.kill();

    assertThat(end(build)).isEqualTo("failed");
    var job = Site.jobs(site.show(build)).getLast();
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("exit_status").asInt()).isEqualTo(-1);
    assertThat(job.path("agent").path("connection_state").asString()).isEqualTo("lost");
  }

  @Test
  void aCanceledJobIsEndedAndGetsNoMoreAnswers() {
    String again = ASK.replace("-sS -N", "-s -o /dev/null -w 'after: %{http_code}'");
    var build =
        run(
            QUESTION,
            "again() { " + again + "; exit 1; }",
            "trap again TERM",
            ASK + " || true",
            "echo \"nev\"\"er\"");
    logSays(build, "Half");

    assertThat(site.put(build.path() + "/cancel", Map.of()).status()).isEqualTo(200);

    assertThat(end(build)).isEqualTo("canceled");
    var job = Site.jobs(site.show(build)).getLast();
    assertThat(job.path("signal_reason").asString()).isEqualTo("cancel");
    assertThat(site.lastLog(build)).contains("after: 401").doesNotContain("never");
    assertThat(provider.messages()).isEqualTo(1);
    assertThat(site.calls()).singleElement().satisfies(call -> outcome(call, "client_gone"));
  }

  private static void outcome(JsonNode call, String outcome) {
    assertThat(call.path("outcome").asString()).isEqualTo(outcome);
  }

  private static void outcome(JsonNode call, String outcome, String certainty) {
    outcome(call, outcome);
    assertThat(call.path("certainty").asString()).isEqualTo(certainty);
  }

  private Site.Build run(String... commands) {
    var steps = new StringBuilder("steps:\n  - command: |\n");
    List.of(commands).forEach(command -> steps.append("      ").append(command).append('\n'));
    return site.run("fault", steps.toString());
  }

  private void logSays(Site.Build build, String text) {
    Site.awaitUntil(SOON, () -> site.lastLog(build).contains(text));
  }

  private static String plain(String line) {
    return line.replaceAll("\\x1b_bk;t=\\d+\\x07", "").strip();
  }

  private String end(Site.Build build) {
    return site.await(build, PATIENCE).path("state").asString();
  }

  private String job(Site.Build build) {
    return Site.jobs(site.show(build)).getLast().path("id").asString();
  }

  private void killAndStartAgain() {
    site.server().kill();
    site.server().startAgain();
    site.reconnect();
  }
}
