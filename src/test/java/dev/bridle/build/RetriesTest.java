package dev.bridle.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.BuildDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.OnBothEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class RetriesTest {
  private final BuildDesk desk;
  private final Retries retries;

  RetriesTest(Engine engine) {
    desk = new BuildDesk(engine);
    retries = new Retries(desk.database, desk.clock);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private RetryAnswer retry(Build build, String jobId) {
    return retries.retry(build.id(), jobId, desk.record.personId);
  }

  private static final String TWO_PHASES =
      """
        - {label: test, command: "make test"}
        - wait
        - {label: ship, command: "make ship"}
      """;

  @Test
  void aFailedJobRunsAgainAndTheBuildGoesOn() {
    var build = desk.build(TWO_PHASES);
    String first = desk.run(1);
    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);

    var answer = retry(build, first);

    assertThat(answer).isInstanceOf(RetryAnswer.Retried.class);
    assertThat(desk.state(build)).isEqualTo(BuildState.RUNNING);
    assertThat(desk.builds.get(build.id()).finishedAt()).isNull();
    assertThat(desk.states(build)).containsExactly("scheduled", "waiting", "waiting");
    assertThat(desk.run(0)).isEqualTo(((RetryAnswer.Retried) answer).jobId());
    desk.run(0);
    assertThat(desk.state(build)).isEqualTo(BuildState.PASSED);
  }

  @Test
  void theAttemptsKnowOfEachOther() {
    var build = desk.build(TWO_PHASES);
    String first = desk.run(1);

    retry(build, first);

    var jobs = desk.builds.jobs(build);
    assertThat(jobs).extracting(Job::label).containsExactly("test", "test", null, "ship");
    var old = jobs.get(0);
    var next = jobs.get(1);
    assertThat(old.retriedIn()).isEqualTo(next.id());
    assertThat(old.exitStatus()).isEqualTo(1);
    assertThat(next.retry()).isEqualTo(new Retry(first, RetryType.MANUAL, desk.record.personId));
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(next.stepId()).isEqualTo(old.stepId());
    assertThat(next.exitStatus()).isNull();
    assertThat(next.agentId()).isNull();
  }

  @Test
  void eachAttemptIsRetriedOnce() {
    var build = desk.build(TWO_PHASES);
    String first = desk.run(1);
    retry(build, first);

    assertThat(retry(build, first)).isInstanceOf(RetryAnswer.Refused.class);
    String second = desk.run(1);
    assertThat(retry(build, second)).isInstanceOf(RetryAnswer.Retried.class);
    assertThat(desk.job(build, "test").attempt()).isEqualTo(2);
  }

  @Test
  void ofManyWhoRetryAtOnceOneDoes() throws Exception {
    var build = desk.build(TWO_PHASES);
    String first = desk.run(1);
    var answers = new ArrayList<Future<RetryAnswer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        answers.add(threads.submit(() -> retry(build, first)));
      }
    }

    int retried = 0;
    for (var answer : answers) {
      retried += answer.get() instanceof RetryAnswer.Retried ? 1 : 0;
    }
    assertThat(retried).isEqualTo(1);
    assertThat(desk.builds.jobs(build)).hasSize(4);
  }

  @Test
  void whatRunsOrHasPassedIsNotRetried() {
    var build = desk.build(TWO_PHASES);
    String running = desk.take();
    assertThat(retry(build, running)).isEqualTo(new RetryAnswer.NothingToRetry());
    desk.finish(running, 0);
    assertThat(retry(build, running)).isEqualTo(new RetryAnswer.NothingToRetry());
  }

  @Test
  void aPassedJobIsRetriedWhereItsStepPermitsIt() {
    var build =
        desk.build(
            """
              - command: a
                label: a
                retry: {manual: {permit_on_passed: true}}
            """);
    String passed = desk.run(0);
    assertThat(desk.state(build)).isEqualTo(BuildState.PASSED);

    assertThat(retry(build, passed)).isInstanceOf(RetryAnswer.Retried.class);
    assertThat(desk.state(build)).isEqualTo(BuildState.RUNNING);
  }

  @Test
  void aStepMayForbidIt() {
    var build =
        desk.build(
            """
              - command: deploy
                retry: {manual: {allowed: false, reason: "Deploys are not repeatable"}}
            """);
    String failed = desk.run(1);

    assertThat(retry(build, failed))
        .isEqualTo(
            new RetryAnswer.Refused(
                "This step's jobs cannot be retried by hand: Deploys are not repeatable"));
    assertThat(retries.retryAll(build.id(), List.of(JobState.FINISHED), desk.record.personId))
        .isEqualTo(new RetriedJobs.Retried(List.of(), 1));
    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);
  }

  @Test
  void whatAWishWouldComeToIsKnownBefore() {
    var build =
        desk.build(
            """
              - {label: usual, command: a}
              - {label: never, command: b, retry: {manual: false}}
              - {label: always, command: c, retry: {manual: {permit_on_passed: true}}}
              - {label: passed, command: d}
            """);
    desk.run(1);
    desk.run(1);
    desk.run(0);
    desk.run(0);
    for (String label : List.of("usual", "never", "always", "passed")) {
      var known = retries.hindrance(desk.builds.get(build.id()), desk.job(build, label));
      var came = retry(build, desk.job(build, label).id());
      assertThat(came instanceof RetryAnswer.Retried).as(label).isEqualTo(known.isEmpty());
      known.ifPresent(answer -> assertThat(answer).as(label).isEqualTo(came));
      assertThat(known.isEmpty()).as(label).isEqualTo(List.of("usual", "always").contains(label));
    }
  }

  @Test
  void jobsOfCanceledBuildsAreNotRetried() {
    var build = desk.build(TWO_PHASES);
    String running = desk.take();
    new Cancellation(desk.database, desk.tokens(), desk.clock).cancel(build.id(), "by test");
    var refused = new RetryAnswer.Refused("Jobs from canceled builds cannot be retried");
    assertThat(retry(build, running)).isEqualTo(refused);
    desk.finish(running, 1);

    assertThat(desk.state(build)).isEqualTo(BuildState.CANCELED);
    assertThat(retry(build, running)).isEqualTo(refused);
    var ended = desk.builds.get(build.id());
    assertThat(retries.hindrance(ended, desk.builds.jobs(ended).getFirst())).contains(refused);
  }

  @Test
  void allFailedJobsOfABuildRunAgain() {
    var build = desk.build("  - {label: a, command: a}\n".repeat(3) + "  - wait\n  - command: b\n");
    desk.run(1);
    desk.run(0);
    desk.run(2);
    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);

    var answer = retries.retryAll(build.id(), List.of(JobState.FINISHED), desk.record.personId);

    assertThat(((RetriedJobs.Retried) answer).jobIds()).hasSize(2);
    assertThat(desk.states(build))
        .containsExactly("scheduled", "passed", "scheduled", "waiting", "waiting");
    desk.run(0);
    desk.run(0);
    desk.run(0);
    assertThat(desk.state(build)).isEqualTo(BuildState.PASSED);
  }

  @Test
  void aBuildThatWasFailingIsRunningWhenEveryFailureHasItsRetry() {
    var build = desk.build("  - {label: a, command: a}\n  - {label: b, command: b}\n");
    String failed = desk.run(1);
    assertThat(desk.state(build)).isEqualTo(BuildState.FAILING);

    retry(build, failed);

    assertThat(desk.state(build)).isEqualTo(BuildState.RUNNING);
    assertThat(desk.builds.get(build.id()).failingAt()).isNotNull();
  }

  @Test
  void anotherFailureStillHoldsWhatIsBelow() {
    var build =
        desk.build(
            """
              - {label: a, command: a}
              - {label: b, command: b}
              - wait
              - {label: c, command: c}
            """);
    String failed = desk.run(1);
    desk.run(1);

    retry(build, failed);
    desk.run(0);

    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);
    assertThat(desk.job(build, "c").state()).isEqualTo(JobState.WAITING_FAILED);
  }

  @Test
  void stepsThatAFailedJobHadUploadedRunWhenItsRetryPasses() {
    var build = desk.build("  - {label: up, command: up}\n");
    String first = desk.take();
    desk.upload(first, "{'steps':[{'command':'late','label':'late'}]}");
    desk.finish(first, 1);
    assertThat(desk.job(build, "late").state()).isEqualTo(JobState.WAITING_FAILED);

    retry(build, first);
    assertThat(desk.job(build, "late").state()).isEqualTo(JobState.WAITING);
    desk.run(0);

    assertThat(desk.job(build, "late").state()).isEqualTo(JobState.SCHEDULED);
  }

  @Test
  void aRuleRunsAFailedJobAgainAsOftenAsItSays() {
    var build =
        desk.build(
            """
              - label: flaky
                command: flaky
                retry: {automatic: {exit_status: 2, limit: 2}}
              - wait
              - command: after
            """);
    desk.run(2);
    assertThat(desk.state(build)).isEqualTo(BuildState.RUNNING);
    desk.run(2);
    assertThat(desk.job(build, "flaky").attempt()).isEqualTo(2);
    assertThat(desk.builds.get(build.id()).failingAt()).isNull();
    desk.run(2);

    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);
    assertThat(desk.job(build, "flaky").attempt()).isEqualTo(2);
  }

  @Test
  void everyRuleCountsForItself() {
    var build =
        desk.build(
            """
              - label: flaky
                command: flaky
                retry: {automatic: [{exit_status: 2, limit: 1}, {exit_status: "*", limit: 1}]}
            """);
    desk.run(2);
    desk.run(3);
    assertThat(desk.job(build, "flaky").retry())
        .extracting(Retry::type)
        .isEqualTo(RetryType.AUTOMATIC);
    desk.run(2);

    assertThat(desk.state(build)).isEqualTo(BuildState.FAILED);
    assertThat(desk.builds.jobs(build)).hasSize(3);
  }

  @Test
  void aLostAgentIsAnotherReason() {
    var build =
        desk.build(
            """
              - label: a
                command: a
                retry: {automatic: [{exit_status: -1, signal_reason: none, limit: 1}]}
            """);
    var agent = desk.newAgent();
    desk.take(agent);

    desk.agents.loseThoseSilentSince(desk.clock.instant().plusSeconds(1));

    assertThat(desk.job(build, "a").attempt()).isEqualTo(1);
    assertThat(desk.state(build)).isEqualTo(BuildState.RUNNING);
  }

  @Test
  void nothingRunsAgainByItselfInACanceledBuild() {
    var build = desk.build("  - {label: a, command: a, retry: {automatic: true}}\n");
    String job = desk.take();
    new Cancellation(desk.database, desk.tokens(), desk.clock).cancel(build.id(), "by test");

    desk.finish(job, 1);

    assertThat(desk.builds.jobs(build)).hasSize(1);
    assertThat(desk.state(build)).isEqualTo(BuildState.CANCELED);
  }

  @Test
  void aRebuildIsOfTheSameCommit() {
    var pipeline = desk.pipeline("  - command: a\n");
    var first =
        desk.creation.create(
            pipeline,
            new NewBuild(
                "f".repeat(40),
                "fix",
                "A fix",
                java.util.Map.of("DEEP", "yes"),
                java.util.Map.of("k", "v"),
                new Author("a", "Ana", null),
                new PullRequest("7", "main", "git://fork"),
                "webhook",
                null,
                null));

    var again = desk.creation.create(pipeline, NewBuild.again(first, desk.record.personId));

    assertThat(again)
        .extracting(
            Build::number, Build::commit, Build::branch, Build::message, Build::env, Build::source)
        .containsExactly(
            2L, "f".repeat(40), "fix", "A fix", java.util.Map.of("DEEP", "yes"), "api");
    assertThat(again.pullRequest()).isEqualTo(first.pullRequest());
    assertThat(again.metaData()).isEmpty();
    assertThat(again.creatorId()).isEqualTo(desk.record.personId);
    assertThat(again.rebuiltFrom()).isEqualTo(new EarlierBuild(first.id(), 1));
  }
}
