package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Calls;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import dev.bridle.testing.TestAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A server that can't write any more, because no file of its process may grow. */
@Tag("e2e")
@Needs(Program.PRLIMIT)
class NoRoomTest {
  private static final int KILOBYTES = 4096;
  private static final int ATTEMPTS = 1000;
  private static final String ANSWER =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5","content":\
      [{"type":"text","text":"Yes"}],"stop_reason":"end_turn","stop_sequence":null,\
      "usage":{"input_tokens":8,"output_tokens":2}}\
      """;

  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", ANSWER));
  private Site site;
  private TestAgent agent;
  private TestAgent.Taken job;
  private Site.Build build;

  @BeforeEach
  void start() {
    site =
        Site.start(
            Map.of("anthropic-url", provider.url().toString()),
            Map.of("BRIDLE_ANTHROPIC_KEY", "sk-ant-operator"));
    site.connect(Map.of("method", "hosted"));
    build = site.run("full", "steps:\n  - command: make\n");
    agent = TestAgent.register(site.server().url(), site.agentToken());
    job = agent.take();
  }

  @AfterEach
  void stop() {
    site.close();
    provider.close();
  }

  @Test
  void nothingIsSentThatCannotBeRecordedAndWithRoomAllGoesOn() {
    assertThat(ask().status()).isEqualTo(200);
    startAgainWithLimit();
    fill();
    long sent = provider.messages();

    for (int i = 0; i < 5; i++) {
      refusedInTheProvidersShape(ask());
    }
    assertThat(provider.messages()).isEqualTo(sent);
    assertThat(agent.finish(job, "0").status()).isEqualTo(503);
    assertThat(agent.session().post("/v3/heartbeat", Map.of()).status()).isEqualTo(503);
    assertThat(agent.log(job, 0, "hello")).isEqualTo(503);
    var refused = site.post("/pipelines/full/builds", Map.of("branch", "main", "commit", "HEAD"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.message()).startsWith("The database can't be used at the moment");
    assertThat(site.show(build).path("state").asString()).isEqualTo("running");
    assertThat(site.server().isAlive()).isTrue();

    site.server().liftLimit();
    assertThat(ask().status()).isEqualTo(200);
    assertThat(agent.log(job, 0, "hello")).isEqualTo(201);
    assertThat(agent.finish(job, "0").status()).isEqualTo(200);
    Site.awaitUntil(
        Duration.ofSeconds(10),
        () -> site.calls().stream().noneMatch(c -> c.path("outcome").asString().equals("open")));
    assertThat(site.await(build, Duration.ofSeconds(10)).path("state").asString())
        .isEqualTo("passed");
    assertThat(site.calls())
        .hasSize((int) provider.messages())
        .allSatisfy(call -> Scene.isSettled(call, "completed", "exact"));
  }

  private void startAgainWithLimit() {
    site.server().terminate();
    assertThat(site.server().awaitEnd()).isZero();
    site.server().startAgain(Optional.of(KILOBYTES));
    site.reconnect();
  }

  /** Writes until not even a little fits, and then until a call doesn't. */
  private void fill() {
    for (int size : new int[] {90_000, 10_000, 10}) {
      fillBy("x".repeat(size));
    }
    int asked = 0;
    while (ask().status() == 200) {
      assertThat(++asked).isLessThan(ATTEMPTS);
    }
  }

  private void fillBy(String value) {
    String path = "/v3/jobs/" + job.id() + "/data/set";
    for (int i = 0; i < ATTEMPTS; i++) {
      var came = agent.as(job).post(path, Map.of("key", value.length() + "-" + i, "value", value));
      if (came.status() == 503) {
        return;
      }
      assertThat(came.status()).isEqualTo(200);
    }
    throw new IllegalStateException("The disk has not become full.");
  }

  private Calls.Came ask() {
    var message = Map.of("role", "user", "content", "Is there room?");
    return agent
        .as(job)
        .post(
            "/v3/ai/anthropic/v1/messages",
            Map.of("model", "claude-sonnet-5", "max_tokens", 10, "messages", List.of(message)));
  }

  private static void refusedInTheProvidersShape(Calls.Came came) {
    assertThat(came.status()).isEqualTo(503);
    JsonNode answer = came.json();
    assertThat(answer.path("type").asString()).isEqualTo("error");
    assertThat(answer.at("/error/details/error_code").asString()).isEqualTo("ledger_unavailable");
  }
}
