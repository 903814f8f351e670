package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;
import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.auth.JobTokens;
import dev.bridle.pipeline.JobReferences;
import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jooq.DSLContext;
import tools.jackson.databind.json.JsonMapper;

/** Hands jobs over to the agents they were offered to, with all that the job will know. */
public final class Accepting {
  private final Database database;
  private final PublicAddress address;
  private final InstantSource clock;

  public Accepting(Database database, PublicAddress address, InstantSource clock) {
    this.database = database;
    this.address = address;
    this.clock = clock;
  }

  /** The same agent may ask again, when our answer got lost: it gets another token. */
  public Acceptance accept(RunningAgent agent, String jobId) {
    return database.write(sql -> {
      long nowMs = clock.millis();
      Advance.lock(sql, JobLife.buildOf(sql, jobId));
      if (!take(sql, agent, jobId, nowMs) && !hasTaken(sql, agent, jobId)) {
        return new Acceptance.NotOffered();
      }
      String token = JobTokens.mint(sql, jobId, agent.id(), nowMs).value().reveal();
      return accepted(sql, agent, jobId, token);
    });
  }

  private static boolean take(DSLContext sql, RunningAgent agent, String jobId, long nowMs) {
    return sql.update(JOB)
            .set(JOB.STATE, JobState.ACCEPTED.word())
            .set(JOB.ACCEPTED_MS, nowMs)
            .set(JOB.REVISION, Revision.ofBuild())
            .where(JOB.ID.eq(jobId), JOB.AGENT_ID.eq(agent.id()))
            .and(JOB.STATE.eq(JobState.ASSIGNED.word()))
            .execute()
        == 1;
  }

  private static boolean hasTaken(DSLContext sql, RunningAgent agent, String jobId) {
    return sql.fetchExists(
        JOB,
        JOB.ID.eq(jobId),
        JOB.AGENT_ID.eq(agent.id()),
        JOB.STATE.in(JobState.ACCEPTED.word(), JobState.RUNNING.word()));
  }

  private Acceptance accepted(DSLContext sql, RunningAgent agent, String jobId, String token) {
    var job = Rows.job(sql.selectFrom(JOB).where(JOB.ID.eq(jobId)).fetchSingle());
    var sent = job.sentEnv();
    if (sent == null) {
      sent = new JobEnvironment(surroundings(sql, job, agent)).compose();
      sql.update(JOB).set(JOB.SENT_ENV, Json.of(sent)).where(JOB.ID.eq(jobId)).execute();
    }
    SequencedMap<String, String> env = new LinkedHashMap<>();
    sent.forEach((name, value) -> env.put(name, own(value, token)));
    String step =
        sql.select(STEP.DEFINITION)
            .from(STEP)
            .where(STEP.ID.eq(job.stepId()))
            .fetchSingle()
            .get(STEP.DEFINITION);
    return new Acceptance.Accepted(
        jobId,
        new dev.bridle.config.Secret(token),
        env,
        JsonMapper.shared().readTree(own(step, token)));
  }

  private String own(String text, String token) {
    return JobReferences.resolved(text, token, address.endpoint());
  }

  private JobEnvironment.Surroundings surroundings(DSLContext sql, Job job, RunningAgent agent) {
    var build = Builds.find(sql, BUILD.ID.eq(job.buildId())).orElseThrow();
    var pipeline =
        Pipelines.pipeline(
            sql.selectFrom(PIPELINE).where(PIPELINE.ID.eq(job.pipelineId())).fetchSingle());
    var organization = organization(sql, build, pipeline);
    return new JobEnvironment.Surroundings(
        organization,
        pipeline,
        build,
        job,
        agent,
        address.build(organization.slug(), pipeline.slug(), build.number()));
  }

  private static JobEnvironment.Organization organization(
      DSLContext sql, Build build, Pipeline pipeline) {
    var row =
        sql.select(ORGANIZATION.ID, ORGANIZATION.SLUG, CLUSTER.NAME, PERSON.NAME, PERSON.EMAIL)
            .from(CLUSTER)
            .join(ORGANIZATION)
            .on(ORGANIZATION.ID.eq(CLUSTER.ORGANIZATION_ID))
            .leftJoin(PERSON)
            .on(PERSON.ID.eq(build.creatorId()))
            .where(CLUSTER.ID.eq(pipeline.clusterId()))
            .fetchSingle();
    return new JobEnvironment.Organization(
        row.get(ORGANIZATION.ID),
        row.get(ORGANIZATION.SLUG),
        row.get(CLUSTER.NAME),
        row.get(PERSON.NAME),
        row.get(PERSON.EMAIL));
  }
}
