package dev.bridle.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bridle.config.Secret;
import dev.bridle.testing.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunnerTest {
  private final Path buildPath = Engine.temporaryFolder();

  @Test
  void aJobRunsAndItsLogArrives() throws Exception {
    try (var api = new ScriptedAgentApi(command("echo hello; echo oops >&2; exit 3"))) {
      var end = runToEnd(api);

      assertThat(end.path("exit_status").asString()).isEqualTo("3");
      assertThat(end.has("signal")).isFalse();
      assertThat(end.path("chunks_failed_count").asInt()).isZero();
      assertThat(api.log())
          .startsWith("~~~ Running commands\n$ echo hello;")
          .contains("hello\noops\n");
      assertThat(api.calls)
          .contains("PUT /v3/jobs/J1/accept Token session")
          .contains("PUT /v3/jobs/J1/finish Token " + ScriptedAgentApi.TOKEN)
          .contains("POST /v3/disconnect Token session");
      assertThat(buildPath).isEmptyDirectory();
    }
  }

  @Test
  void theFirstFailingCommandEndsTheJob() throws Exception {
    try (var api = new ScriptedAgentApi(command("false\necho never"))) {
      assertThat(runToEnd(api).path("exit_status").asString()).isEqualTo("1");
      assertThat(api.log()).doesNotContain("\nnever");
    }
  }

  @Test
  void theJobKnowsItsEndpointAndTokenAndTheLogDoesNotShowIt() throws Exception {
    String print = "printf '%s' \"$BUILDKITE_AGENT_ACCESS_TOKEN\" | fold -w 5 | tr -d '\\n'";
    String both = print + "; echo; echo $BUILDKITE_AGENT_ENDPOINT $GREETING";
    try (var api =
        new ScriptedAgentApi(Map.of("BUILDKITE_COMMAND", both, "GREETING", "good day"))) {
      runToEnd(api);

      assertThat(api.log())
          .contains("[REDACTED]\n" + api.endpoint() + " good day")
          .doesNotContain(ScriptedAgentApi.TOKEN);
    }
  }

  @Test
  void aLargeLogArrivesInPiecesThoughTheServerStumbles() throws Exception {
    try (var api = new ScriptedAgentApi(command("seq 1 2000"))) {
      api.failuresToCome.set(3);
      var end = runToEnd(api);

      assertThat(end.path("chunks_failed_count").asInt()).isZero();
      assertThat(api.log()).contains("\n1\n2\n3\n").endsWith("1999\n2000\n");
    }
  }

  @Test
  void cancelingEndsEverythingThatTheJobStarted() throws Exception {
    var mark = buildPath.resolveSibling(buildPath.getFileName() + "-mark");
    String command = "(sleep 3; touch " + mark + ") & sleep 60";
    try (var api = new ScriptedAgentApi(command(command))) {
      api.state = "canceling";
      var end = runToEnd(api);

      assertThat(end.path("exit_status").asString()).isEqualTo("-1");
      assertThat(end.path("signal").asString()).isEqualTo("SIGTERM");
      assertThat(end.path("signal_reason").asString()).isEqualTo("cancel");
      // Longer than the leftover would have needed: that it never comes can only be waited for.
      Thread.sleep(3_000);
      assertThat(Files.exists(mark)).isFalse();
    }
  }

  @Test
  void closingTheRunnerEndsItsJob() throws Exception {
    try (var api = new ScriptedAgentApi(command("sleep 60"))) {
      var runner = start(api);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> api.calls.contains("GET /v3/jobs/J1 Token " + ScriptedAgentApi.TOKEN));
      runner.close();

      assertThat(requireNonNull(api.awaitFinish()).path("signal_reason").asString())
          .isEqualTo("agent_stop");
    }
  }

  @Test
  void aRunnerWithoutAServerCanBeClosedAtOnce() {
    var nowhere =
        new RunnerSettings(
            "http://127.0.0.1:1/v3", new Secret("agent"), "r1", List.of(), buildPath, 2);

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> Runner.start(nowhere, InstantSource.system()).close());
  }

  @Test
  void aRepositoryIsNotCheckedOutAndTheLogSaysSo() throws Exception {
    try (var api =
        new ScriptedAgentApi(
            Map.of("BUILDKITE_COMMAND", "true", "BUILDKITE_REPO", "https://example.com/a.git"))) {
      runToEnd(api);

      assertThat(api.log()).contains("checks no repository out");
    }
  }

  private JsonNode runToEnd(ScriptedAgentApi api) throws InterruptedException {
    try (var _ = start(api)) {
      return requireNonNull(api.awaitFinish());
    }
  }

  private Runner start(ScriptedAgentApi api) {
    var settings =
        new RunnerSettings(
            api.endpoint(), new Secret("agent"), "r1", List.of("queue=default"), buildPath, 1);
    Pauses shortened = howLong -> Thread.sleep(Duration.ofNanos(howLong.toNanos() / 50));
    return Runner.start(settings, shortened, InstantSource.system());
  }

  private static Map<String, String> command(String command) {
    return Map.of("BUILDKITE_COMMAND", command);
  }
}
