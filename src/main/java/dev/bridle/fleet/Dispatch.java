package dev.bridle.fleet;

import static dev.bridle.store.schema.Tables.AGENT;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.build.JobLife;
import dev.bridle.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Finds the job that an agent should run next: of its queue and fitting its tags, the one with the
 * highest priority, then the one that has waited longest.
 */
public final class Dispatch {
  private static final int PAGE = 200;

  /** A ping that was under way when its agent began a job says nothing about that job. */
  private static final Duration LATEST_PING = Duration.ofMinutes(2);

  private final Database database;
  private final JobLife jobs;
  private final Duration signOfLifeEvery;
  private final InstantSource clock;

  public Dispatch(Database database, JobLife jobs, Rhythm rhythm, InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.signOfLifeEvery = rhythm.heartbeat();
    this.clock = clock;
  }

  /** The job that the agent is offered now; the same again until it accepts it. */
  public Optional<String> next(String agentId) {
    var agent =
        database.read(
            sql -> sql.selectFrom(AGENT).where(AGENT.ID.eq(agentId)).fetchSingle(AgentRows::agent));
    jobs.endForgotten(agentId, clock.instant().minus(LATEST_PING));
    long nowMs = clock.millis();
    boolean quiet =
        agent.seenAt().plus(signOfLifeEvery).toEpochMilli() < nowMs
            || !agent.state().equals("connected");
    // Most pings find nothing: they should cost no transaction.
    if (!quiet && database.read(sql -> !isAnythingFor(sql, agent, nowMs))) {
      return Optional.empty();
    }
    return database.write(sql -> {
      // One ping of an agent at a time, so that two of them can't get two jobs.
      Agents.seen(sql, agentId, nowMs);
      var offered = JobLife.offered(sql, agentId);
      return offered.isPresent() || !takesJobs(agent, nowMs) ? offered : offer(sql, agent, nowMs);
    });
  }

  private static boolean isAnythingFor(DSLContext sql, Agent agent, long nowMs) {
    return JobLife.offered(sql, agent.id()).isPresent()
        || takesJobs(agent, nowMs)
            && sql.fetchExists(JOB, JOB.QUEUE_ID.eq(agent.queueId()), JOB.STATE.eq("scheduled"));
  }

  private static boolean takesJobs(Agent agent, long nowMs) {
    return agent.takesJobs(Instant.ofEpochMilli(nowMs));
  }

  private static Optional<String> offer(DSLContext sql, Agent agent, long nowMs) {
    for (int skip = 0; ; skip += PAGE) {
      var page =
          sql.select(JOB.ID, JOB.AGENT_RULES)
              .from(JOB)
              .where(JOB.QUEUE_ID.eq(agent.queueId()), JOB.STATE.eq("scheduled"))
              .orderBy(JOB.PRIORITY.desc(), JOB.SCHEDULED_MS, JOB.POSITION, JOB.ID)
              .limit(PAGE)
              .offset(skip)
              .fetch();
      for (var row : page) {
        var rules = AgentRules.of(row.get(JOB.AGENT_RULES));
        if (rules.match(agent.tags()) && JobLife.offer(sql, row.get(JOB.ID), agent.id(), nowMs)) {
          return Optional.of(row.get(JOB.ID));
        }
      }
      if (page.size() < PAGE) {
        return Optional.empty();
      }
    }
  }
}
