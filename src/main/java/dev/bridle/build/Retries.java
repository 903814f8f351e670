package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Runs jobs again because a person wants it. */
public final class Retries {
  private static final @Nullable Long NOT_YET = null;

  private final Database database;
  private final InstantSource clock;

  public Retries(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Runs one job again; the newest attempt at its step only. */
  public RetryAnswer retry(String buildId, String jobId, String personId) {
    return database.write(sql -> {
      var build = Advance.lock(sql, buildId);
      if (isCanceled(build)) {
        return canceled();
      }
      var job = sql.selectFrom(JOB).where(JOB.ID.eq(jobId), JOB.BUILD_ID.eq(buildId)).fetchSingle();
      var answer = retry(sql, job, personId);
      if (answer instanceof RetryAnswer.Retried) {
        reopen(sql, buildId, build);
      }
      return answer;
    });
  }

  /** Runs again whatever ended in one of these states, and says of which jobs that was true. */
  public RetriedJobs retryAll(String buildId, List<JobState> states, String personId) {
    return database.write(sql -> {
      var build = Advance.lock(sql, buildId);
      if (isCanceled(build)) {
        return new RetriedJobs.Refused(canceled().why());
      }
      var ended =
          sql.selectFrom(JOB)
              .where(JOB.BUILD_ID.eq(buildId), JOB.RETRIED_IN.isNull())
              .and(JOB.TYPE.eq(JobType.SCRIPT.word()))
              .and(JOB.STATE.in(states.stream().map(JobState::word).toList()))
              .and(JOB.EXIT_STATUS.isNull().or(JOB.EXIT_STATUS.ne(0L)))
              .orderBy(JOB.POSITION, JOB.ID)
              .fetch();
      var retried =
          ended.stream()
              .map(job -> retry(sql, job, personId))
              .filter(RetryAnswer.Retried.class::isInstance)
              .map(answer -> ((RetryAnswer.Retried) answer).jobId())
              .toList();
      if (!retried.isEmpty()) {
        reopen(sql, buildId, build);
      }
      return new RetriedJobs.Retried(retried);
    });
  }

  private static boolean isCanceled(BuildState build) {
    return build == BuildState.CANCELED || build == BuildState.CANCELING;
  }

  private static RetryAnswer.Refused canceled() {
    return new RetryAnswer.Refused("Jobs from canceled builds cannot be retried");
  }

  private RetryAnswer retry(DSLContext sql, Record job, String personId) {
    var outcome = Rows.job(job);
    var manual = AutomaticRetry.rules(sql, outcome.stepId()).manual();
    if (!outcome.hasFailed() && !(outcome.hasPassed() && manual.permitOnPassed())) {
      return new RetryAnswer.NothingToRetry();
    }
    if (outcome.retriedIn() != null) {
      return new RetryAnswer.Refused("This job has already been retried: retry its newest attempt");
    }
    if (!manual.allowed()) {
      String reason = manual.reason() == null ? "" : ": " + manual.reason();
      return new RetryAnswer.Refused("This step's jobs cannot be retried by hand" + reason);
    }
    if (sql.fetchCount(JOB, JOB.BUILD_ID.eq(outcome.buildId())) >= Uploads.MOST_JOBS) {
      return new RetryAnswer.Refused(Uploads.TOO_MANY_JOBS);
    }
    return new RetryAnswer.Retried(new NewAttempt(sql, clock.instant()).byPerson(job, personId));
  }

  /** What the failure had stopped waits again, in a build that goes on. */
  private void reopen(DSLContext sql, String buildId, BuildState build) {
    long nowMs = clock.millis();
    sql.update(JOB)
        .set(JOB.STATE, JobState.WAITING.word())
        .set(JOB.FINISHED_MS, NOT_YET)
        .set(JOB.REVISION, Revision.ofBuild())
        .where(JOB.BUILD_ID.eq(buildId), JOB.STATE.eq(JobState.WAITING_FAILED.word()))
        .execute();
    if (build.over()) {
      Advance.become(sql, buildId, BuildState.RUNNING, nowMs);
      sql.update(BUILD).set(BUILD.FINISHED_MS, NOT_YET).where(BUILD.ID.eq(buildId)).execute();
    }
    Advance.on(sql, buildId, nowMs);
  }
}
