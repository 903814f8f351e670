package dev.bridle.web.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.Walker;
import dev.bridle.web.CallSite;
import java.time.Duration;
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
}
