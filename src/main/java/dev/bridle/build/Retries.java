package dev.bridle.build;

import static dev.bridle.store.schema.Tables.BUILD;
import static dev.bridle.store.schema.Tables.JOB;

import dev.bridle.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

  /** What the wish to run this job again would come to; empty when it would be done. */
  public Optional<RetryAnswer> hindrance(Build build, Job job) {
    return isCanceled(build.state())
        ? Optional.of(canceled())
        : database.read(sql -> hindrance(sql, job));
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
      return new RetriedJobs.Retried(retried, ended.size() - retried.size());
    });
  }

  private static boolean isCanceled(BuildState build) {
    return build == BuildState.CANCELED || build == BuildState.CANCELING;
  }

  private static RetryAnswer.Refused canceled() {
    return new RetryAnswer.Refused("Jobs from canceled builds cannot be retried");
  }

  private RetryAnswer retry(DSLContext sql, Record job, String personId) {
    return hindrance(sql, Rows.job(job))
        .orElseGet(() ->
            new RetryAnswer.Retried(new NewAttempt(sql, clock.instant()).byPerson(job, personId)));
  }

  private static Optional<RetryAnswer> hindrance(DSLContext sql, Job job) {
    var manual = AutomaticRetry.rules(sql, job.stepId()).manual();
    if (!job.hasFailed() && !(job.hasPassed() && manual.permitOnPassed())) {
      return Optional.of(new RetryAnswer.NothingToRetry());
    }
    if (job.retriedIn() != null) {
      return refused("This job has already been retried: retry its newest attempt");
    }
    if (!manual.allowed()) {
      String reason = manual.reason() == null ? "" : ": " + manual.reason();
      return refused("This step's jobs cannot be retried by hand" + reason);
    }
    if (sql.fetchCount(JOB, JOB.BUILD_ID.eq(job.buildId())) >= Uploads.MOST_JOBS) {
      return refused(Uploads.TOO_MANY_JOBS);
    }
    return Optional.empty();
  }

  private static Optional<RetryAnswer> refused(String why) {
    return Optional.of(new RetryAnswer.Refused(why));
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
