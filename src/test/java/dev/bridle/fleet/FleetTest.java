package dev.bridle.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Principal;
import dev.bridle.build.Acceptance;
import dev.bridle.build.Accepting;
import dev.bridle.build.Build;
import dev.bridle.build.BuildCreation;
import dev.bridle.build.BuildState;
import dev.bridle.build.Builds;
import dev.bridle.build.Ending;
import dev.bridle.build.Job;
import dev.bridle.build.JobLife;
import dev.bridle.build.JobState;
import dev.bridle.build.NewBuild;
import dev.bridle.build.NewPipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.build.PublicAddress;
import dev.bridle.build.RunningAgent;
import dev.bridle.store.Database;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.MovableClock;
import dev.bridle.testing.OnBothEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnBothEngines
class FleetTest {
  private static final Duration LOST = Duration.ofMinutes(3);

  private final MovableClock clock = new MovableClock();
  private final Rhythm rhythm = Rhythm.usual(LOST);
  private final Database database;
  private final JobTokens tokens;
  private final JobLife jobs;
  private final Agents agents;
  private final Dispatch dispatch;
  private final Accepting accepting;
  private final CiRecord record;

  FleetTest(Engine engine) {
    database = engine.open();
    tokens = new JobTokens(database);
    jobs = new JobLife(database, tokens, clock);
    agents = new Agents(database, jobs, clock);
    dispatch = new Dispatch(database, jobs, rhythm, clock);
    accepting = new Accepting(database, new PublicAddress("http://ci.test"), clock);
    record = database.write(sql -> CiRecord.of(sql, "acme"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private RunningAgent agent() {
    var by = new Principal.AgentToken("t", record.organizationId, record.clusterId);
    var said = new Registration("", "h", "", "", "", "", "", null, List.of(), false);
    var agent = (Registered.Agent) agents.register(by, said);
    agents.connect(agent.id());
    return new RunningAgent(agent.id(), agent.name(), agent.tags());
  }

  private Build build(String steps) {
    var pipeline =
        new Pipelines(database, new AuditLog(database, clock), clock)
            .create(
                new NewPipeline(
                    record.organizationId,
                    record.clusterId,
                    "Demo",
                    null,
                    null,
                    "",
                    "main",
                    "steps:\n" + steps,
                    record.personId),
                Actor.operator("127.0.0.1", null));
    return new BuildCreation(database, clock)
        .create(pipeline, NewBuild.plain("try", record.personId));
  }

  private List<JobState> states(Build build) {
    return new Builds(database).jobs(build).stream().map(Job::state).toList();
  }

  private BuildState state(Build build) {
    return new Builds(database).get(build.id()).state();
  }

  private String take(RunningAgent agent) {
    String job = dispatch.next(agent.id()).orElseThrow();
    assertThat(accepting.accept(agent, job)).isInstanceOf(Acceptance.Accepted.class);
    assertThat(jobs.start(job)).isTrue();
    return job;
  }

  @Test
  void noJobIsGivenTwice() throws Exception {
    var build = build("  - command: echo hi\n".repeat(40) + "  - wait\n  - command: echo last\n");
    var taken = new ConcurrentLinkedQueue<String>();
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        var agent = agent();
        running.add(threads.submit(() -> work(agent, taken)));
      }
    }
    for (var work : running) {
      work.get();
    }
    work(agent(), taken);

    assertThat(taken).hasSize(41).doesNotHaveDuplicates();
    assertThat(state(build)).isEqualTo(BuildState.PASSED);
  }

  private void work(RunningAgent agent, ConcurrentLinkedQueue<String> taken) {
    for (var job = dispatch.next(agent.id()); job.isPresent(); job = dispatch.next(agent.id())) {
      if (accepting.accept(agent, job.get()) instanceof Acceptance.Accepted) {
        taken.add(job.get());
        jobs.start(job.get());
        jobs.finish(job.get(), new Ending(0, null, null, 0));
      }
    }
  }

  @Test
  void aJobWhoseAgentDiesFailsAndTheBuildGoesOn() {
    var build =
        build("  - command: a\n  - wait: ~\n    continue_on_failure: true\n  - command: b\n");
    var dead = agent();
    String job = take(dead);
    try (var sweep = new Sweep(jobs, agents, rhythm, clock)) {
      pass(sweep, LOST.plusSeconds(60));
    }

    var ended = new Builds(database).job(build.id(), job).orElseThrow();
    assertThat(ended.state()).isEqualTo(JobState.FINISHED);
    assertThat(ended.exitStatus()).isEqualTo(-1);
    assertThat(agents.get(dead.id()).state()).isEqualTo("lost");
    assertThat(state(build)).isEqualTo(BuildState.FAILING);
    take(agent());
  }

  @Test
  void anAgentThatIsHeardIsNotLost() {
    var build = build("  - command: a\n");
    var agent = agent();
    take(agent);
    try (var sweep = new Sweep(jobs, agents, rhythm, clock)) {
      for (int i = 0; i < 5; i++) {
        pass(sweep, LOST.dividedBy(2));
        agents.heartbeat(agent.id());
      }
    }

    assertThat(states(build)).containsExactly(JobState.RUNNING);
  }

  @Test
  void timeInWhichTheServerWasDownIsNotHeldAgainstAgents() {
    var build = build("  - command: a\n");
    take(agent());
    clock.pass(Duration.ofHours(1));
    try (var sweep = new Sweep(jobs, agents, rhythm, clock)) {
      pass(sweep, LOST.minusSeconds(20));
      assertThat(states(build)).containsExactly(JobState.RUNNING);
      pass(sweep, Duration.ofSeconds(40));
      assertThat(states(build)).containsExactly(JobState.FINISHED);
    }
  }

  @Test
  void offersNotAcceptedAndJobsNotStartedGoBack() {
    var build = build("  - command: a\n");
    var first = agent();
    String job = dispatch.next(first.id()).orElseThrow();
    try (var sweep = new Sweep(jobs, agents, rhythm, clock)) {
      pass(sweep, Duration.ofSeconds(31));
      assertThat(states(build)).containsExactly(JobState.SCHEDULED);
      assertThat(accepting.accept(first, job)).isInstanceOf(Acceptance.NotOffered.class);

      var second = agent();
      assertThat(dispatch.next(second.id())).hasValue(job);
      var accepted = (Acceptance.Accepted) accepting.accept(second, job);
      pass(sweep, Duration.ofSeconds(61));
      assertThat(states(build)).containsExactly(JobState.SCHEDULED);
      assertThat(tokens.identify(accepted.token().reveal()).join())
          .isNotInstanceOf(JobTokens.Answer.Valid.class);
    }
  }

  @Test
  void anAgentThatAsksForMoreHasForgottenItsJob() {
    var build = build("  - command: a\n");
    var agent = agent();
    take(agent);

    assertThat(dispatch.next(agent.id())).isEmpty();
    assertThat(states(build)).containsExactly(JobState.RUNNING);
    clock.pass(Duration.ofMinutes(3));
    assertThat(dispatch.next(agent.id())).isEmpty();

    assertThat(state(build)).isEqualTo(BuildState.FAILED);
  }

  /** In small steps, as time passes for a server that is awake. */
  private void pass(Sweep sweep, Duration duration) {
    for (var passed = Duration.ZERO; passed.compareTo(duration) < 0; ) {
      clock.pass(Duration.ofSeconds(5));
      passed = passed.plusSeconds(5);
      sweep.run();
    }
  }
}
