package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;
import static dev.bridle.store.schema.Tables.JOB_TOKEN;

import dev.bridle.auth.JobTokens;
import dev.bridle.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a job between its offer to an agent and its end. Every step is a compare-and-set:
 * who comes second changes nothing.
 */
public final class JobLife {
  private static final @Nullable String NOBODY = null;
  private static final @Nullable String NOTHING_SENT = null;

  /** Written into the statement: so the database finds the index of these alone. */
  private static final Condition WITH_AN_AGENT =
      JOB.STATE.in(JobState.withAnAgent().stream().map(DSL::inline).toList());

  private final Database database;
  private final JobTokens tokens;
  private final InstantSource clock;

  public JobLife(Database database, JobTokens tokens, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Offers a scheduled job to an agent, within the transaction that chose it. */
  public static boolean offer(DSLContext sql, String jobId, String agentId, long nowMs) {
    Advance.lock(sql, buildOf(sql, jobId));
    return sql.update(JOB)
            .set(JOB.STATE, JobState.ASSIGNED.word())
            .set(JOB.REVISION, Revision.ofBuild())
            .set(JOB.AGENT_ID, agentId)
            .set(JOB.ASSIGNED_MS, nowMs)
            .where(JOB.ID.eq(jobId), JOB.STATE.eq(JobState.SCHEDULED.word()))
            .execute()
        == 1;
  }

  /** The job that was offered to an agent and not yet accepted. */
  public static Optional<String> offered(DSLContext sql, String agentId) {
    return sql.select(JOB.ID)
        .from(JOB)
        .where(JOB.AGENT_ID.eq(agentId), WITH_AN_AGENT, JOB.STATE.eq(JobState.ASSIGNED.word()))
        .limit(1)
        .fetchOptional(JOB.ID);
  }

  public JobState state(String jobId) {
    return database.read(sql ->
        JobState.of(
            sql.select(JOB.STATE).from(JOB).where(JOB.ID.eq(jobId)).fetchSingle().get(JOB.STATE)));
  }

  /** Whether the job runs now; the answer to a start that comes again is yes too. */
  public boolean start(String jobId) {
    return database.write(sql -> {
      String buildId = buildOf(sql, jobId);
      var build = Advance.lock(sql, buildId);
      long nowMs = clock.millis();
      int started =
          sql.update(JOB)
              .set(JOB.STATE, JobState.RUNNING.word())
              .set(JOB.STARTED_MS, nowMs)
              .set(JOB.REVISION, Revision.ofBuild())
              .where(JOB.ID.eq(jobId), JOB.STATE.eq(JobState.ACCEPTED.word()))
              .execute();
      if (started == 1 && build == BuildState.SCHEDULED) {
        Advance.become(sql, buildId, BuildState.RUNNING, nowMs);
      }
      if (started == 1) {
        sql.update(BUILD)
            .set(BUILD.STARTED_MS, nowMs)
            .where(BUILD.ID.eq(buildId), BUILD.STARTED_MS.isNull())
            .execute();
      }
      return started == 1 || isIn(sql, jobId, JobState.RUNNING, JobState.CANCELING);
    });
  }

  private static boolean isIn(DSLContext sql, String jobId, JobState... states) {
    var words = java.util.Arrays.stream(states).map(JobState::word).toList();
    return sql.fetchExists(JOB, JOB.ID.eq(jobId), JOB.STATE.in(words));
  }

  /** Whether it was this call that ended the job. */
  public boolean finish(String jobId, Ending ending) {
    return end(jobId, JOB.STATE.in(JobState.onAnAgent()), ending);
  }

  /** Ends whatever an agent had in hand, because it will not come back for it. */
  public List<String> abandon(String agentId, Ending ending) {
    var onAnAgent = JOB.STATE.in(JobState.onAnAgent());
    var inHand =
        database.read(sql ->
            sql.select(JOB.ID)
                .from(JOB)
                .where(JOB.AGENT_ID.eq(agentId), WITH_AN_AGENT, onAnAgent)
                .fetch(JOB.ID));
    var stillItsOwn = JOB.AGENT_ID.eq(agentId).and(onAnAgent);
    return inHand.stream().filter(jobId -> end(jobId, stillItsOwn, ending)).toList();
  }

  /**
   * Ends jobs that an agent has in hand although it asks for another: it gave up telling us how
   * they ended.
   */
  public void endForgotten(String agentId, Instant startedBefore) {
    var forgotten =
        JOB.AGENT_ID
            .eq(agentId)
            .and(JOB.STATE.in(JobState.RUNNING.word(), JobState.CANCELING.word()))
            .and(JOB.STARTED_MS.lt(startedBefore.toEpochMilli()));
    database
        .read(sql -> sql.select(JOB.ID).from(JOB).where(forgotten).fetch(JOB.ID))
        .forEach(jobId -> end(jobId, forgotten, Ending.AGENT_LOST));
  }

  private boolean end(String jobId, Condition when, Ending ending) {
    boolean ended =
        database.write(sql -> {
          String buildId = buildOf(sql, jobId);
          var build = Advance.lock(sql, buildId);
          long nowMs = clock.millis();
          boolean canceled = isIn(sql, jobId, JobState.CANCELING);
          int changed =
              sql.update(JOB)
                  .set(JOB.STATE, (canceled ? JobState.CANCELED : JobState.FINISHED).word())
                  .set(JOB.EXIT_STATUS, ending.exitStatus())
                  .set(JOB.SIGNAL, ending.signal())
                  .set(JOB.SIGNAL_REASON, ending.signalReason())
                  .set(JOB.CHUNKS_FAILED, ending.chunksFailed())
                  .set(JOB.FINISHED_MS, nowMs)
                  .set(JOB.REVISION, Revision.ofBuild())
                  .where(JOB.ID.eq(jobId))
                  .and(when)
                  .execute();
          if (changed == 1 && !canceled && build.underWay()) {
            AutomaticRetry.afterFailure(sql, jobId, clock.instant());
          }
          if (changed == 1) {
            Advance.on(sql, buildId, nowMs);
          }
          return changed == 1;
        });
    if (ended) {
      tokens.forget(jobId);
    }
    return ended;
  }

  static String buildOf(DSLContext sql, String jobId) {
    return sql.select(JOB.BUILD_ID)
        .from(JOB)
        .where(JOB.ID.eq(jobId))
        .fetchSingle()
        .get(JOB.BUILD_ID);
  }

  /** Gives jobs back to the queue that were offered and not accepted. */
  public void takeBackOfferedBefore(Instant before) {
    takeBack(JobState.ASSIGNED, JOB.ASSIGNED_MS.lt(before.toEpochMilli()));
  }

  /** Gives jobs back to the queue that were accepted and not started. */
  public void takeBackAcceptedBefore(Instant before) {
    takeBack(JobState.ACCEPTED, JOB.ACCEPTED_MS.lt(before.toEpochMilli()));
  }

  private void takeBack(JobState state, Condition tooOld) {
    var stale = WITH_AN_AGENT.and(JOB.STATE.eq(state.word())).and(tooOld);
    var ids = database.read(sql -> sql.select(JOB.ID).from(JOB).where(stale).fetch(JOB.ID));
    for (String id : ids) {
      database.execute(sql -> takeBack(sql, id, stale));
      tokens.forget(id);
    }
  }

  /** Tokens of an acceptance that came to nothing must not open the job's next run. */
  private static void takeBack(DSLContext sql, String jobId, Condition stale) {
    Advance.lock(sql, buildOf(sql, jobId));
    int back =
        sql.update(JOB)
            .set(JOB.STATE, JobState.SCHEDULED.word())
            .set(JOB.REVISION, Revision.ofBuild())
            .set(JOB.AGENT_ID, NOBODY)
            .set(JOB.SENT_ENV, NOTHING_SENT)
            .where(JOB.ID.eq(jobId))
            .and(stale)
            .execute();
    if (back == 1) {
      sql.deleteFrom(JOB_TOKEN).where(JOB_TOKEN.JOB_ID.eq(jobId)).execute();
    }
  }
}
