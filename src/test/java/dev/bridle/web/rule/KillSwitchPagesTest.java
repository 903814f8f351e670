package dev.bridle.web.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Walker;
import dev.bridle.web.CallSite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kill switches as time passes, and of single jobs. */
@OnBothEngines
class KillSwitchPagesTest {
  private static final String SWITCHES = "/organizations/acme/kill-switches";

  private final MovableClock clock = new MovableClock();
  private final CallSite site;
  private final CallDesk desk;
  private final Walker ana;

  KillSwitchPagesTest(Engine engine) {
    site = new CallSite(engine, clock);
    desk = site.desk;
    ana = site.ana;
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void stop(String order) {
    var made = desk.postRest("kill-switches", order.replace('\'', '"'));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  @Test
  void oneThatEndsByItsTimeIsShownAsOver() {
    var ends = clock.instant().plus(Duration.ofHours(1));
    stop("{'level':'organization','reason':'for an hour','ends_at':'%s'}".formatted(ends));
    String before = ana.get(SWITCHES).body();
    assertThat(before)
        .containsSubsequence("id=\"in-force\"", "for an hour", "id=\"new\"")
        .doesNotContain("id=\"over\"");
    clock.pass(Duration.ofHours(1));
    assertThat(ana.get(SWITCHES).body())
        .contains("Nothing is stopped.")
        .containsSubsequence("id=\"over\"", "for an hour", "datetime=\"" + ends);
  }

  @Test
  void aJobIsCalledByItsName() {
    stop("{'level':'job','target':'%s','reason':'it loops'}".formatted(desk.job.jobId()));
    assertThat(ana.get(SWITCHES).body())
        .containsPattern(
            "/acme/analysis/builds/\\d+/jobs/"
                + desk.job.jobId()
                + "\"><bdi>Job [^<]+, analysis #\\d+</bdi>")
        .doesNotContain("Job " + desk.job.jobId());
  }

  private String typed(String level, String target, String end) {
    var fields = Map.of("level", level, "target", target, "reason", "x", "ends_at", end);
    var answer = ana.submit(SWITCHES, fields);
    return answer.statusCode() == 303
        ? ana.get(answer.headers().firstValue("Location").orElseThrow()).body()
        : answer.body();
  }

  @Test
  void whatIsMistypedIsSaidAtItsField() {
    assertThat(typed("provider", "antropic", ""))
        .contains("Must be a provider that is known: anthropic or openai.")
        .contains("Nothing is stopped.");
    assertThat(typed("provider", "anthropic", "+999999999-12-31T00:00:00Z"))
        .contains("Is too far in the future.")
        .contains("Nothing is stopped.");
    for (String order :
        List.of(
            "{'level':'provider','target':'antropic','reason':'x'}",
            "{'level':'organization','reason':'x','ends_at':'+999999999-12-31T00:00:00Z'}")) {
      assertThat(desk.postRest("kill-switches", order.replace('\'', '"')).statusCode())
          .as(order)
          .isEqualTo(422);
    }
  }

  @Test
  void aModelThatNothingFitsIsToldAndANoticeOnlyWhileItIsSo() {
    assertThat(typed("model", "claude-sonet-*", ""))
        .contains("no model that has a price fits it")
        .doesNotContain("Calls are stopped");
    assertThat(typed("model", "Claude-Sonnet-*", "")).contains("Calls are stopped");
    assertThat(typed("provider", "Anthropic", "")).contains("Calls are stopped");
    assertThat(ana.get(SWITCHES + "?done=stopped").body()).doesNotContain("Calls are stopped");
    assertThat(ana.get(SWITCHES + "?done=stopped&order=x").body())
        .doesNotContain("Calls are stopped");
  }
}
