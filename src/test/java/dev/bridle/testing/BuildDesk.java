package dev.bridle.testing;

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
import dev.bridle.build.NewBuild;
import dev.bridle.build.NewPipeline;
import dev.bridle.build.Pipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.build.PublicAddress;
import dev.bridle.build.RunningAgent;
import dev.bridle.build.UploadAnswer;
import dev.bridle.build.Uploads;
import dev.bridle.fleet.Agents;
import dev.bridle.fleet.Dispatch;
import dev.bridle.fleet.Registered;
import dev.bridle.fleet.Registration;
import dev.bridle.fleet.Rhythm;
import dev.bridle.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The part of a server that runs builds, without HTTP, and an agent that does what it is told. */
public final class BuildDesk implements AutoCloseable {
  public final MovableClock clock = new MovableClock();
  public final Database database;
  public final CiRecord record;
  public final JobLife jobs;
  public final Agents agents;
  public final Builds builds;
  public final BuildCreation creation;
  private final JobTokens tokens;
  private final Dispatch dispatch;
  private final Accepting accepting;
  private final RunningAgent agent;
  private int pipelines;

  public BuildDesk(Engine engine) {
    database = engine.open();
    record = database.write(sql -> CiRecord.of(sql, "acme"));
    tokens = new JobTokens(database);
    jobs = new JobLife(database, tokens, clock);
    agents = new Agents(database, jobs, clock);
    dispatch = new Dispatch(database, jobs, Rhythm.usual(Duration.ofMinutes(3)), clock);
    accepting = new Accepting(database, new PublicAddress("http://ci.test"), clock);
    builds = new Builds(database);
    creation = new BuildCreation(database, clock);
    agent = newAgent();
  }

  public JobTokens tokens() {
    return tokens;
  }

  public RunningAgent newAgent() {
    var by = new Principal.AgentToken("t", record.organizationId, record.clusterId);
    var said = new Registration("", "h", "", "", "", "", "", null, List.of(), false);
    var registered = (Registered.Agent) agents.register(by, said);
    agents.connect(registered.id());
    return new RunningAgent(registered.id(), registered.name(), registered.tags());
  }

  public Pipeline pipeline(String steps) {
    return new Pipelines(database, new AuditLog(database, clock), clock)
        .create(
            new NewPipeline(
                record.organizationId,
                record.clusterId,
                "Demo " + ++pipelines,
                null,
                null,
                "",
                "main",
                "steps:\n" + steps,
                record.personId),
            Actor.operator("127.0.0.1", null));
  }

  public Build build(String steps) {
    return creation.create(pipeline(steps), NewBuild.plain("try", record.personId));
  }

  /** What the build is now. */
  public BuildState state(Build build) {
    return builds.get(build.id()).state();
  }

  /** The states of the newest attempts, in the order of the build, as REST says them. */
  public List<String> states(Build build) {
    return builds.jobs(build).stream()
        .filter(job -> job.retriedIn() == null)
        .map(Job::shownState)
        .toList();
  }

  /** The newest job of that label. */
  public Job job(Build build, String label) {
    return builds.jobs(build).stream()
        .filter(job -> job.retriedIn() == null && label.equals(job.label()))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(label));
  }

  /** The agent's next job, running. */
  public String take() {
    return take(agent);
  }

  public String take(RunningAgent by) {
    String job = dispatch.next(by.id()).orElseThrow();
    assertThat(accepting.accept(by, job)).isInstanceOf(Acceptance.Accepted.class);
    assertThat(jobs.start(job)).isTrue();
    return job;
  }

  public boolean nothingToDo() {
    return dispatch.next(agent.id()).isEmpty();
  }

  public void finish(String job, long exitStatus) {
    assertThat(jobs.finish(job, new Ending(exitStatus, null, null, 0))).isTrue();
  }

  /** Takes the next job and ends it; answers which it was. */
  public String run(long exitStatus) {
    String job = take();
    finish(job, exitStatus);
    return job;
  }

  public UploadAnswer upload(String jobId, String json) {
    return upload(jobId, json, false);
  }

  public UploadAnswer upload(String jobId, String json, boolean replace) {
    return new Uploads(database, clock)
        .apply(
            new Uploads.Upload(
                jobId,
                UUID.randomUUID().toString(),
                JsonMapper.shared().readTree(json.replace('\'', '"')),
                replace));
  }

  @Override
  public void close() {
    database.close();
  }
}
