package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.Program;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers that are stopped, agents that die and jobs that are canceled in their work. */
@Tag("e2e")
@Needs({Program.CURL, Program.BUILDKITE_AGENT_3_137_0})
class FaultsTest {
  private final Scene scene =
      Scene.on(Engine.SQLITE, Map.of("agent-lost-seconds", "10", "drain-seconds", "5"));

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void aServerThatIsToldToStopLetsItsStreamsEnd() {
    var build = scene.run(Scene.QUESTION, Scene.ASK, "echo \"and\"\" on\"");
    scene.untilLogSays(build, "Half");

    scene.terminate();
    assertThat(scene.site.server().isAlive()).isTrue();
    scene.stream.release();

    assertThat(scene.site.server().awaitEnd()).isZero();
    scene.startAgain();
    assertThat(scene.endOf(build)).isEqualTo("passed");
    assertThat(scene.site.lastLog(build)).contains("message_stop", "and on");
    assertThat(scene.site.calls())
        .singleElement()
        .satisfies(call -> {
          Scene.isSettled(call, "completed", "exact");
          assertThat(call.path("output_tokens").asInt()).isEqualTo(15);
        });
  }

  @Test
  void aStreamThatOutlastsTheServersPatienceIsSettledBeforeTheEnd() {
    var build = scene.run(Scene.QUESTION, Scene.ASK + " || true", "echo \"and\"\" on\"");
    scene.untilLogSays(build, "Half");

    scene.terminate();

    assertThat(scene.site.server().awaitEnd()).isZero();
    scene.startAgain();
    assertThat(scene.endOf(build)).isEqualTo("passed");
    assertThat(scene.site.lastLog(build)).contains("overloaded_error", "and on");
    assertThat(scene.site.calls())
        .singleElement()
        .satisfies(call -> {
          Scene.isSettled(call, "stopped", "estimated");
          assertThat(call.path("input_tokens").asInt()).isEqualTo(25);
        });
  }

  @Test
  void aJobWhoseAgentIsKilledFails() {
    var build = scene.run("echo \"at\"\" work\"; sleep 60");
    scene.untilLogSays(build, "at work");

    scene.agent.kill();

    assertThat(scene.endOf(build)).isEqualTo("failed");
    var job = scene.lastJob(build);
    assertThat(job.path("state").asString()).isEqualTo("failed");
    assertThat(job.path("exit_status").asInt()).isEqualTo(-1);
    assertThat(job.path("agent").path("connection_state").asString()).isEqualTo("lost");
  }

  @Test
  void aCanceledJobIsEndedAndGetsNoMoreAnswers() {
    String again = Scene.ASK.replace("-sS -N", "-s -o /dev/null -w 'after: %{http_code}'");
    var build =
        scene.run(
            Scene.QUESTION,
            "again() { " + again + "; exit 1; }",
            "trap again TERM",
            Scene.ASK + " || true",
            "sleep 60",
            "echo \"nev\"\"er\"");
    scene.untilLogSays(build, "Half");

    assertThat(scene.site.put(build.path() + "/cancel", Map.of()).status()).isEqualTo(200);

    assertThat(scene.endOf(build)).isEqualTo("canceled");
    assertThat(scene.lastJob(build).path("signal_reason").asString()).isEqualTo("cancel");
    assertThat(scene.site.lastLog(build))
        .contains("The job of this call has ended.", "after: 401")
        .doesNotContain("never");
    assertThat(scene.provider.messages()).isEqualTo(1);
    assertThat(scene.site.calls())
        .singleElement()
        .satisfies(call -> Scene.isSettled(call, "job_ended", "estimated"));
  }
}
