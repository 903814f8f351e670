package dev.bridle.testing;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.API_TOKEN;
import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.CLUSTER;
import static dev.bridle.store.schema.Tables.CLUSTER_QUEUE;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.MEMBER;
import static dev.bridle.store.schema.Tables.ORGANIZATION;
import static dev.bridle.store.schema.Tables.PERSON;
import static dev.bridle.store.schema.Tables.PIPELINE;
import static dev.bridle.store.schema.Tables.STEP;

import dev.bridle.auth.JobTokens;
import dev.bridle.auth.Scope;
import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** Writes the record of an organization with one running job straight into a database. */
public final class CiRecord {
  private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

  public final String slug;
  public final String organizationId = id();
  public final String personId = id();
  public final String clusterId = id();
  public final String queueId = id();
  public final String pipelineId = id();
  public final String agentId = id();

  private CiRecord(String slug) {
    this.slug = slug;
  }

  private static String id() {
    return Uuid7.at(Instant.now());
  }

  /** An organization with an administrator, a cluster, a queue, a pipeline and an agent. */
  public static CiRecord of(DSLContext sql, String slug) {
    var record = new CiRecord(slug);
    record.write(sql);
    return record;
  }

  private void write(DSLContext sql) {
    sql.insertInto(ORGANIZATION).values(organizationId, slug, slug, NOW).execute();
    sql.insertInto(PERSON).values(personId, "admin@" + slug + ".test", "Ana", NOW).execute();
    sql.insertInto(MEMBER).values(organizationId, personId, "admin", NOW).execute();
    sql.insertInto(CLUSTER)
        .columns(
            CLUSTER.ID,
            CLUSTER.ORGANIZATION_ID,
            CLUSTER.NAME,
            CLUSTER.DEFAULT_QUEUE_ID,
            CLUSTER.CREATED_MS)
        .values(clusterId, organizationId, "Default cluster", queueId, NOW)
        .execute();
    sql.insertInto(CLUSTER_QUEUE)
        .columns(
            CLUSTER_QUEUE.ID,
            CLUSTER_QUEUE.CLUSTER_ID,
            CLUSTER_QUEUE.QUEUE_KEY,
            CLUSTER_QUEUE.CREATED_MS)
        .values(queueId, clusterId, "default", NOW)
        .execute();
    sql.insertInto(PIPELINE)
        .set(PIPELINE.ID, pipelineId)
        .set(PIPELINE.ORGANIZATION_ID, organizationId)
        .set(PIPELINE.CLUSTER_ID, clusterId)
        .set(PIPELINE.SLUG, "analysis")
        .set(PIPELINE.NAME, "Analysis")
        .set(PIPELINE.REPOSITORY, "")
        .set(PIPELINE.DEFAULT_BRANCH, "main")
        .set(PIPELINE.CONFIGURATION, "steps: []")
        .set(PIPELINE.LAST_BUILD_NUMBER, 1L)
        .set(PIPELINE.CREATED_BY, personId)
        .set(PIPELINE.CREATED_MS, NOW)
        .execute();
    sql.insertInto(AGENT)
        .set(AGENT.ID, agentId)
        .set(AGENT.ORGANIZATION_ID, organizationId)
        .set(AGENT.CLUSTER_ID, clusterId)
        .set(AGENT.QUEUE_ID, queueId)
        .set(AGENT.SESSION_HASH, Token.mint(TokenKind.SESSION).hash())
        .set(AGENT.NAME, "a-1")
        .set(AGENT.HOSTNAME, "h")
        .set(AGENT.OS, "linux")
        .set(AGENT.ARCH, "amd64")
        .set(AGENT.VERSION, "3.137.0")
        .set(AGENT.USER_AGENT, "")
        .set(AGENT.IP_ADDRESS, "127.0.0.1")
        .set(AGENT.TAGS, "[]")
        .set(AGENT.IGNORE_IN_DISPATCHES, false)
        .set(AGENT.STATE, "connected")
        .set(AGENT.CREATED_MS, NOW)
        // Far ahead, so that no sweep takes this agent for lost.
        .set(AGENT.SEEN_MS, NOW * 2)
        .execute();
  }

  /** A running job of a build of its own, and the value of its token. */
  public RunningJob runningJob(DSLContext sql, long buildNumber) {
    return runningJobs(sql, buildNumber, 1).getFirst();
  }

  /** So many running jobs of one build. */
  public List<RunningJob> runningJobs(DSLContext sql, long buildNumber, int count) {
    String buildId = id();
    writeBuild(sql, buildId, buildNumber);
    return Stream.generate(() -> runningJob(sql, buildId)).limit(count).toList();
  }

  /** A running job of another pipeline in the same organization. */
  public RunningJob runningJobOf(DSLContext sql, String pipelineSlug, long buildNumber) {
    String otherId = id();
    sql.insertInto(PIPELINE)
        .set(PIPELINE.ID, otherId)
        .set(PIPELINE.ORGANIZATION_ID, organizationId)
        .set(PIPELINE.CLUSTER_ID, clusterId)
        .set(PIPELINE.SLUG, pipelineSlug)
        .set(PIPELINE.NAME, pipelineSlug)
        .set(PIPELINE.REPOSITORY, "")
        .set(PIPELINE.DEFAULT_BRANCH, "main")
        .set(PIPELINE.CONFIGURATION, "steps: []")
        .set(PIPELINE.LAST_BUILD_NUMBER, buildNumber)
        .set(PIPELINE.CREATED_BY, personId)
        .set(PIPELINE.CREATED_MS, NOW)
        .execute();
    var job = runningJob(sql, buildNumber);
    sql.update(BUILD).set(BUILD.PIPELINE_ID, otherId).where(BUILD.ID.eq(job.buildId())).execute();
    sql.update(JOB).set(JOB.PIPELINE_ID, otherId).where(JOB.ID.eq(job.jobId())).execute();
    return job;
  }

  private void writeBuild(DSLContext sql, String buildId, long buildNumber) {
    sql.insertInto(BUILD)
        .set(BUILD.ID, buildId)
        .set(BUILD.ORGANIZATION_ID, organizationId)
        .set(BUILD.PIPELINE_ID, pipelineId)
        .set(BUILD.NUMBER, buildNumber)
        .set(BUILD.STATE, "running")
        .set(BUILD.MESSAGE, "")
        .set(BUILD.COMMIT_REF, "HEAD")
        .set(BUILD.BRANCH, "main")
        .set(BUILD.ENV, "{}")
        .set(BUILD.PIPELINE_ENV, "{}")
        .set(BUILD.UPLOAD_ENV, "{}")
        .set(BUILD.SOURCE, "api")
        .set(BUILD.CREATOR_ID, personId)
        .set(BUILD.CREATED_MS, NOW)
        .execute();
  }

  private RunningJob runningJob(DSLContext sql, String buildId) {
    String stepId = id();
    String jobId = id();
    sql.insertInto(STEP)
        .set(STEP.ID, stepId)
        .set(STEP.BUILD_ID, buildId)
        .set(STEP.TYPE, "command")
        .set(STEP.DEFINITION, "{}")
        .execute();
    sql.insertInto(JOB)
        .set(JOB.ID, jobId)
        .set(JOB.ORGANIZATION_ID, organizationId)
        .set(JOB.CLUSTER_ID, clusterId)
        .set(JOB.PIPELINE_ID, pipelineId)
        .set(JOB.BUILD_ID, buildId)
        .set(JOB.STEP_ID, stepId)
        .set(JOB.POSITION, 0L)
        .set(JOB.TYPE, "script")
        .set(JOB.STATE, "running")
        .set(JOB.COMMAND, "true")
        .set(JOB.ENV, "{}")
        .set(JOB.AGENT_RULES, "[]")
        .set(JOB.QUEUE_ID, queueId)
        .set(JOB.PRIORITY, 0L)
        .set(JOB.CONTINUE_ON_FAILURE, false)
        .set(JOB.SIGNED, false)
        .set(JOB.ATTEMPT, 0L)
        .set(JOB.AGENT_ID, agentId)
        .set(JOB.CHUNKS_FAILED, 0L)
        .set(JOB.CREATED_MS, NOW)
        .execute();
    String token = JobTokens.mint(sql, jobId, agentId, NOW).value().reveal();
    return new RunningJob(buildId, jobId, token);
  }

  /** A running job as a test needs it. */
  public record RunningJob(String buildId, String jobId, String token) {}

  /** An API token of the administrator with every scope. */
  public String apiToken(DSLContext sql) {
    Token token = Token.mint(TokenKind.API);
    String scopes = Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.joining(" "));
    sql.insertInto(API_TOKEN)
        .set(API_TOKEN.ID, id())
        .set(API_TOKEN.ORGANIZATION_ID, organizationId)
        .set(API_TOKEN.PERSON_ID, personId)
        .set(API_TOKEN.TOKEN_HASH, token.hash())
        .set(API_TOKEN.DESCRIPTION, "test")
        .set(API_TOKEN.SCOPES, scopes)
        .set(API_TOKEN.CREATED_MS, NOW)
        .execute();
    return token.value().reveal();
  }

  public static void setState(Database database, String jobId, String state) {
    database.execute(
        sql -> sql.update(JOB).set(JOB.STATE, state).where(JOB.ID.eq(jobId)).execute());
  }
}
