package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.auth.JobTokens;
import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.List;
import org.jooq.DSLContext;

/** Stops builds: what has not started never will, and what runs is told to end. */
public final class Cancellation {
  private final Database database;
  private final JobTokens tokens;
  private final InstantSource clock;

  public Cancellation(Database database, JobTokens tokens, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Whether the build could still be canceled. An agent may hear of it as soon as it is committed,
   * and nothing of its job gets an answer from a model after that.
   */
  public boolean cancel(String buildId, String reason) {
    try (var _ = tokens.doubt(buildId)) {
      boolean canceled = commit(buildId, reason);
      if (canceled) {
        jobsOf(buildId).forEach(tokens::forget);
      }
      return canceled;
    }
  }

  private boolean commit(String buildId, String reason) {
    return database.write(sql -> {
      if (!Advance.lock(sql, buildId).underWay()) {
        return false;
      }
      long nowMs = clock.millis();
      sql.update(BUILD)
          .set(BUILD.CANCEL_REASON, reason)
          .set(BUILD.STATE, BuildState.CANCELING.word())
          .where(BUILD.ID.eq(buildId))
          .execute();
      stopJobs(sql, buildId, nowMs);
      Advance.on(sql, buildId, nowMs);
      return true;
    });
  }

  private static void stopJobs(DSLContext sql, String buildId, long nowMs) {
    sql.update(JOB)
        .set(JOB.STATE, JobState.CANCELED.word())
        .set(JOB.FINISHED_MS, nowMs)
        .set(JOB.REVISION, Revision.ofBuild())
        .where(JOB.BUILD_ID.eq(buildId))
        .and(JOB.STATE.in(JobState.notStarted()))
        .execute();
    sql.update(JOB)
        .set(JOB.STATE, JobState.CANCELING.word())
        .set(JOB.CANCELING_MS, nowMs)
        .set(JOB.REVISION, Revision.ofBuild())
        .where(JOB.BUILD_ID.eq(buildId))
        .and(JOB.STATE.eq(JobState.RUNNING.word()))
        .execute();
  }

  private List<String> jobsOf(String buildId) {
    return database.read(sql ->
        sql.select(JOB.ID)
            .from(JOB)
            .where(JOB.BUILD_ID.eq(buildId))
            .and(JOB.AGENT_ID.isNotNull())
            .fetch(JOB.ID));
  }
}
