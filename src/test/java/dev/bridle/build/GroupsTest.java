package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class GroupsTest {
  private final BuildDesk desk;

  GroupsTest(Engine engine) {
    desk = new BuildDesk(engine);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static final String TWO_GROUPS =
      """
        - group: one
          key: one
          steps:
            - {label: a, command: a}
            - wait
            - {label: b, command: b}
        - group: two
          steps:
            - {label: c, command: c}
        - wait
        - {label: d, command: d}
      """;

  @Test
  void groupsRunBesideEachOtherAndTheirWaitsHoldOnlyThemselves() {
    var build = desk.build(TWO_GROUPS);

    assertThat(desk.states(build))
        .containsExactly("scheduled", "waiting", "waiting", "scheduled", "waiting", "waiting");
    desk.run(0);
    assertThat(desk.states(build))
        .containsExactly("passed", "passed", "scheduled", "scheduled", "waiting", "waiting");
    desk.run(0);
    desk.run(0);
    assertThat(desk.job(build, "d").state()).isEqualTo(JobState.SCHEDULED);
    desk.run(0);
    assertThat(desk.state(build)).isEqualTo(BuildState.PASSED);
  }

  @Test
  void aFailureInOneGroupDoesNotStopTheOther() {
    var build =
        desk.build(
            """
              - group: one
                steps:
                  - {label: a, command: a}
                  - wait
                  - {label: b, command: b}
              - group: two
                steps:
                  - {label: c, command: c}
                  - wait
                  - {label: d, command: d}
            """);
    String a = desk.take();
    assertThat(a).isEqualTo(desk.job(build, "a").id());
    desk.finish(a, 1);
    desk.run(0);

    assertThat(desk.job(build, "b").state()).isEqualTo(JobState.WAITING_FAILED);
    assertThat(desk.job(build, "d").state()).isEqualTo(JobState.SCHEDULED);
    desk.run(0);
    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);
  }

  @Test
  void aGroupWaitsForTheWaitAboveIt() {
    var build =
        desk.build(
            """
              - {label: a, command: a}
              - wait
              - group: later
                steps:
                  - wait
                  - {label: b, command: b}
            """);

    assertThat(desk.states(build)).containsExactly("scheduled", "waiting", "waiting", "waiting");
    desk.run(1);
    assertThat(desk.states(build))
        .containsExactly("failed", "waiting_failed", "waiting_failed", "waiting_failed");
  }

  @Test
  void jobsKnowTheirGroup() {
    var build = desk.build(TWO_GROUPS);

    assertThat(desk.job(build, "a").groupKey()).isEqualTo("one");
    assertThat(desk.job(build, "a").groupId()).isEqualTo(desk.job(build, "b").groupId());
    assertThat(desk.job(build, "c").groupKey()).isNull();
    assertThat(desk.job(build, "c").groupId()).isNotNull();
    assertThat(desk.job(build, "d").groupId()).isNull();
  }

  @Test
  void aWaitInAGroupWaitsForWhatTheGroupHasUploaded() {
    var build = desk.build(TWO_GROUPS);
    String a = desk.take();
    desk.upload(a, "{'steps':[{'command':'x','label':'x'}]}");
    desk.finish(a, 0);

    assertThat(desk.job(build, "x").groupId()).isNull();
    assertThat(desk.job(build, "b").state()).isEqualTo(JobState.WAITING);
    String x = desk.take(desk.newAgent());
    desk.finish(x, 0);
    String next = desk.take(desk.newAgent());
    desk.finish(next, 0);
    assertThat(desk.job(build, "b").state()).isNotEqualTo(JobState.WAITING);
  }

  @Test
  void anUploadedGroupOfTheSameNameGoesOnInTheGroup() {
    var build = desk.build(TWO_GROUPS);
    String a = desk.take();

    var answer =
        desk.upload(
            a,
            "{'steps':[{'group':'one','key':'one','steps':[{'command':'x','label':'x'}]},"
                + "{'group':'new','key':'new','steps':[{'command':'y','label':'y'}]}]}");

    assertThat(answer).isEqualTo(new UploadAnswer.Applied());
    assertThat(desk.job(build, "x").groupId()).isEqualTo(desk.job(build, "a").groupId());
    assertThat(desk.job(build, "y").groupKey()).isEqualTo("new");
  }

  @Test
  void theKeyOfAGroupIsTakenToo() {
    desk.build(TWO_GROUPS);
    String a = desk.take();

    assertThat(desk.upload(a, "{'steps':[{'command':'x','key':'one'}]}"))
        .isEqualTo(
            new UploadAnswer.Rejected(
                "The key \"one\" has already been used by another step in this build"));
  }

  @Test
  void aReplacedGroupGivesItsKeyBack() {
    var build =
        desk.build(
            """
              - {label: a, command: a}
              - wait
              - group: later
                key: later
                steps: [{label: b, command: b, key: b}]
            """);
    String a = desk.take();

    var answer =
        desk.upload(
            a,
            "{'steps':[{'group':'now','key':'later','steps':[{'command':'x','key':'b'}]}]}",
            true);

    assertThat(answer).isEqualTo(new UploadAnswer.Applied());
    desk.finish(a, 0);
    desk.run(0);
    assertThat(desk.state(build)).isEqualTo(BuildState.PASSED);
  }

  @Test
  void aRetryStaysInItsGroup() {
    var build = desk.build(TWO_GROUPS);
    String a = desk.run(1);
    assertThat(desk.job(build, "b").state()).isEqualTo(JobState.WAITING_FAILED);

    new Retries(desk.database, desk.clock).retry(build.id(), a, desk.record.personId);

    assertThat(desk.job(build, "a").groupKey()).isEqualTo("one");
    assertThat(desk.job(build, "b").state()).isEqualTo(JobState.WAITING);
  }
}
