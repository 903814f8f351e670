package dev.bridle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.Engine;
import dev.bridle.testing.Needs;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Program;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server dies as in a power cut, and is started again. */
@Tag("e2e")
@Needs({Program.CURL, Program.BUILDKITE_AGENT_3_137_0})
@OnBothEngines
class KilledServerTest {
  private final Scene scene;

  KilledServerTest(Engine engine) {
    scene = Scene.on(engine, Map.of());
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void itsJobGoesOnAndTheWholeLogIsThere() {
    var build = scene.run("for i in 1 2 3 4 5 6 7 8; do echo \"line $$i of 8\"; sleep 1; done");
    scene.untilLogSays(build, "line 2 of 8");

    scene.killServerAndStartAgain();

    assertThat(scene.endOf(build)).isEqualTo("passed");
    var lines = IntStream.rangeClosed(1, 8).mapToObj("line %d of 8"::formatted).toList();
    assertThat(
            scene.site.lastLog(build).lines().map(KilledServerTest::plain).filter(lines::contains))
        .containsExactlyElementsOf(lines);
  }

  @Test
  void noCallThatWasUnderWayIsMissingOrOpen() {
    String three = "for i in 1 2 3; do (" + Scene.ASK + " || true) & done";
    var build = scene.run(Scene.QUESTION, three, "wait", "echo \"and\"\" on\"");
    scene.untilAsked(3);
    scene.untilLogSays(build, "message_start");

    scene.killServerAndStartAgain();
    scene.stream.release();

    assertThat(scene.endOf(build)).isEqualTo("passed");
    assertThat(scene.site.lastLog(build)).contains("and on").doesNotContain("message_stop");
    assertThat(scene.site.calls())
        .hasSize((int) scene.provider.messages())
        .allSatisfy(call -> {
          Scene.isSettled(call, "gateway_killed", "floor");
          assertThat(call.path("cost_at_most_usd").asString("0")).isNotEqualTo("0");
          assertThat(call.path("job_id").asString())
              .isEqualTo(scene.lastJob(build).path("id").asString());
        });
  }

  /** Without the time code that agents put before a line. */
  private static String plain(String line) {
    return line.replaceAll("\\x1b_bk;t=\\d+\\x07", "").strip();
  }
}
